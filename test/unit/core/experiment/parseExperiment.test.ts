import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkExperiment, parseExperiment, readExperiment } from '../../../../src/core/experiment/parseExperiment.ts';
import { experimentTemplate } from '../../../../src/core/experiment/template.ts';
import { presetNames } from '../../../../src/core/experiment/objective.ts';
import { UserError } from '../../../../src/common/userError.ts';

const messages = (text: string) =>
  checkExperiment(text, 'a.safr.json').problems.map(({ line, column, message }) => `${line}:${column}: ${message}`);
const sst2 = (rest: string) => `{ "dataset": { "source": "sst2" }, ${rest} }`;

describe('an experiment file', () => {
  test('with only a data set is the paper’s configuration', () => {
    const experiment = parseExperiment('{ "dataset": { "source": "sst2" } }', 'dir/my run.safr.json');
    expect(experiment).toMatchObject({
      name: 'my-run',
      dataset: { source: 'sst2', balance: true },
      tokenizer: { kind: 'whitespace', lowercase: false, minFrequency: 2 },
      model: { width: 256, heads: 8, layers: 1, feedForward: 1024, maskHidden: 1024, maxLength: 128, padding: 'max' },
      training: { epochs: 100, batchSize: 32, learningRate: 1e-4, patience: 3, classWeights: null, gradientClip: null },
      safr: { preset: 'safr' },
      evaluation: { headline: 0.3, randomSeeds: 3, theta: 0.5, sample: null },
      device: 'auto',
      threads: null,
      seed: 1,
    });
  });

  test('truncates imdb at 256 tokens and does not balance its classes', () => {
    const experiment = parseExperiment('{ "dataset": { "source": "imdb" } }', 'a.json');
    expect([experiment.model.maxLength, experiment.dataset]).toEqual([256, { source: 'imdb', balance: false }]);
  });

  test('that takes an encoder as it is has no mask', () => {
    const untrained = (safr: string) => sst2(`"model": { "pretrained": "bert", "trainable": "none" }, "safr": ${safr}`);
    const { model, safr } = parseExperiment(untrained('{}'), 'a.json');
    expect([model.trainable, safr.preset]).toEqual(['none', 'bare']);
    expect(messages(untrained('{ "preset": "bare" }'))).toEqual([]);
    expect(messages(untrained('{ "preset": "plain", "importance": 0.5 }'))).toEqual([
      '1:112: safr.preset is "plain"; allowed: "bare", because model.trainable is "none"',
      '1:135: safr.importance is 0.5; allowed: nothing, because model.trainable is "none"',
    ]);
  });

  test('reads pairs of two columns, with a pretrained encoder', () => {
    const pairs = (columns: string, rest = '"pretrained": "bert"') =>
      `{ "dataset": { "source": "files", "train": "a.tsv", "textColumn": ${columns}, "pair": true }, "model": { ${rest} } }`;
    expect(messages(pairs('["a", "b"]'))).toEqual([]);
    expect(messages(pairs('"a"'))).toEqual([
      expect.stringContaining('dataset.pair is true; allowed: true only with two columns'),
    ]);
    expect(messages(pairs('["a", "b"]', ''))).toEqual([
      expect.stringContaining('dataset.pair is true; allowed: false, because there is no model.pretrained'),
    ]);
  });

  test('can have comments, trailing commas and a byte order mark', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'safr-')), 'b.safr.json');
    writeFileSync(path, '\ufeff{ // data\n "dataset": { "source": "sst2", }, }');
    expect(readExperiment(path).name).toBe('b');
  });
});

describe('an invalid experiment file', () => {
  test.each([
    ['an unknown key', sst2('"modle": {}'), /^1:36: unknown key modle; allowed: .*; did you mean "model"\?$/],
    [
      'an unknown key of a data set',
      '{ "dataset": { "source": "files", "train": "a.tsv", "textColum": "t" } }',
      /textColum;.*did you mean "textColumn"\?$/,
    ],
    [
      'a value of no list',
      sst2('"device": "wsam"'),
      /^1:46: device is "wsam"; allowed: "auto", "wasm", "webgpu", "tensorflow"; did you mean "wasm"\?$/,
    ],
    [
      'an unknown source',
      '{ "dataset": { "source": "sst" } }',
      /^1:26: dataset.source is "sst"; allowed: "sst2", "imdb", "spam-assassin", "planted", "hatexplain", "eraser", "files"; did you mean "sst2"\?$/,
    ],
    ['a missing data set', '{}', /^1:1: dataset is missing; allowed: an object/],
    ['a missing source', '{ "dataset": {} }', /^1:14: dataset.source is missing; allowed: "sst2"/],
    [
      'a fraction of a head',
      sst2('"model": { "heads": 1.5 }'),
      /model.heads is 1.5; allowed: a whole number at least 1$/,
    ],
    [
      'a wrong type',
      sst2('"training": { "gradientClip": "x" }'),
      /gradientClip is "x"; allowed: a number greater than 0, or null$/,
    ],
    [
      'an unknown word for class weights',
      sst2('"training": { "classWeights": "even" }'),
      /classWeights is "even"; allowed: "balanced", or an object \{ … \}, or null$/,
    ],
    [
      'a class weight that is not positive',
      sst2('"training": { "classWeights": { "negative": 1, "positive": 0 } }'),
      /classWeights.positive is 0; allowed: a number greater than 0$/,
    ],
    [
      'a wrong entry of a list',
      '{ "dataset": { "source": "files", "train": ["a.tsv", 3] } }',
      /^1:54: dataset.train\[1\] is 3; allowed: a text, not empty$/,
    ],
    [
      'heads that do not divide the width',
      sst2('"model": { "heads": 7 }'),
      /model.heads is 7; allowed: a number that divides model.width \(256\): 1, 2, 4, 8, 16, 32, 64$/,
    ],
    [
      'a pattern that is no regular expression',
      sst2('"tokenizer": { "kind": "pattern", "pattern": "(" }'),
      /tokenizer.pattern is "\("; allowed: a JavaScript regular expression without .* \(.*\)$/,
    ],
    [
      'a missing pattern',
      sst2('"tokenizer": { "kind": "pattern" }'),
      /tokenizer.pattern is missing; allowed: a regular expression/,
    ],
    [
      'a pattern without effect',
      sst2('"tokenizer": { "pattern": "x" }'),
      /allowed: nothing, because tokenizer.kind is "whitespace"/,
    ],
    [
      'λ_info without a mask',
      sst2('"safr": { "preset": "bare", "information": 1 }'),
      /safr.information is 1; allowed: 0/,
    ],
    [
      'neurons to keep among padded positions',
      sst2('"model": { "activeNeurons": 32 }'),
      /model.activeNeurons is 32; allowed: null, unless model.padding is "none"$/,
    ],
    [
      'more neurons to keep than there are',
      sst2('"model": { "activeNeurons": 32, "feedForward": 16, "padding": "none" }'),
      /model.activeNeurons is 32; allowed: 1 to 16, the number of model.feedForward$/,
    ],
    [
      'firing rates with padded positions',
      sst2('"training": { "firingRate": 0.1 }'),
      /training.firingRate is 0.1; allowed: null, unless model.padding is "none"$/,
    ],
    [
      'more groups than neurons',
      sst2(
        '"model": { "padding": "none", "feedForward": 4 }, "training": { "firingRate": 0.1, "firingRateGroups": 5 }',
      ),
      /training.firingRateGroups is 5; allowed: 1 to 4, the number of model.feedForward$/,
    ],
    [
      'a block that the model does not have',
      sst2('"model": { "layers": 3 }, "safr": { "interactionLayers": [1, 4] }'),
      /^1:97: safr.interactionLayers\[1\] is 4; allowed: 1 to 3, the number of model.layers$/,
    ],
    [
      'a block of neurons that the model does not have',
      sst2('"safr": { "importanceSite": "ffn", "importanceLayers": [2] }'),
      /safr.importanceLayers\[0\] is 2; allowed: 1, the number of model.layers$/,
    ],
    [
      'blocks from 0',
      sst2('"safr": { "interactionLayers": [0] }'),
      /interactionLayers\[0\] is 0; allowed: .* at least 1$/,
    ],
    [
      'no blocks',
      sst2('"safr": { "interactionLayers": [] }'),
      /interactionLayers is \[\]; allowed: "all", or a list of at least 1, each a whole number at least 1$/,
    ],
    [
      'blocks in words',
      sst2('"safr": { "interactionLayers": "last" }'),
      /interactionLayers is "last"; allowed: "all", or a list of at least 1/,
    ],
    [
      'a repeated block',
      sst2('"safr": { "interactionLayers": [1, 1] }'),
      /interactionLayers is \[1,1\]; allowed: a list without duplicates$/,
    ],
    [
      'blocks of neurons where λ_imp acts on the embeddings',
      sst2('"safr": { "importanceLayers": [1] }'),
      /importanceLayers is \[1\]; allowed: "all", because safr.importanceSite is "embedding"$/,
    ],
    [
      'λ_sim with padded positions',
      sst2('"safr": { "similarity": 0.1 }'),
      /^1:\d+: safr.similarity is 0.1; allowed: 0, because model.padding is not "none"$/,
    ],
    [
      'a headline that is not measured',
      sst2('"evaluation": { "headline": 0.35 }'),
      /headline is 0.35; allowed: one of evaluation.fractions/,
    ],
    [
      'a repeated class',
      '{ "dataset": { "source": "files", "train": "a.tsv", "classes": ["a", "a"] } }',
      /classes is \["a","a"\]; allowed: a list without duplicates/,
    ],
    [
      'one column for label and text',
      '{ "dataset": { "source": "files", "train": "a.tsv", "labelColumn": "text" } }',
      /:68: dataset\.labelColumn is "text"; allowed: another column than dataset\.textColumn/,
    ],
    [
      'marked parts of a text of several columns',
      '{ "dataset": { "source": "files", "train": "a.tsv", "textColumn": ["a", "b"], "rationaleColumn": "why" } }',
      /dataset\.rationaleColumn is "why"; allowed: nothing, because dataset\.textColumn has several columns/,
    ],
    [
      'a column of marked parts that is not among the columns',
      '{ "dataset": { "source": "files", "train": "a.tsv", "columns": ["text", "label"], "rationaleColumn": "why" } }',
      /dataset\.rationaleColumn is "why"; allowed: one of dataset\.columns \(text, label\)/,
    ],
    [
      'the label among the columns of the text',
      '{ "dataset": { "source": "files", "train": "a.tsv", "textColumn": ["title", "label"] } }',
      /textColumn is \["title","label"\]; allowed: other columns than dataset\.labelColumn \("label"\)/,
    ],
    [
      'an expectation of nothing known',
      sst2('"expect": { "acuracy": ">= 0.7" }'),
      /^1:48: unknown key expect.acuracy; allowed: accuracy, .*, srs@0, .*; did you mean "accuracy"\?$/,
    ],
    [
      'an expectation of a fraction that is not measured',
      sst2('"evaluation": { "fractions": [0.3, 0.5] }, "expect": { "srs@0.4": ">= 7" }'),
      /^1:91: unknown key expect.srs@0.4; allowed: accuracy, .*srsImp@0.3, .*, srs@0.3, srs@0.5, .*; did you mean "srs@0.[35]"\?$/,
    ],
    [
      'an expectation without a relation',
      sst2('"expect": { "accuracy": "0.7" }'),
      /^1:60: expect.accuracy is "0.7"; allowed: a text such as ">= 0.72" or "<= 0.1"$/,
    ],
    ['an open brace', '{ "dataset": ', /^1:14: not JSON: value expected, found the end of the file/],
    ['a missing comma', '{ "seed": 1\n "name": "a" }', /^2:2: not JSON: comma expected, found "name"/],
    ['a list', '[]', /^1:1: the experiment is \[\]; allowed: an object/],
    ['nothing', ' ', /^1:1: the file is empty/],
  ])('with %s says where, what and what is allowed', (_, text, message) => {
    expect(messages(text)[0]).toMatch(message);
  });

  test('lists the first problems of a text that is no experiment, however many it has', () => {
    const text = `{${'\nQ'.repeat(50_000)}`;
    expect(checkExperiment(text, 'a.safr.json').problems).toHaveLength(100);
    const unknown = `{${Array.from({ length: 500 }, (_, i) => `"key${i}": 1`).join()}}`;
    expect(checkExperiment(unknown, 'a.safr.json').problems.length).toBeLessThan(110);
    expect(() => parseExperiment(text, 'a.safr.json')).toThrow(/^(.+\n){20}a\.safr\.json: there are more problems$/);
  });

  test.each([
    ['an unknown condition', '{ "a": { "contain": "x" } }', 'unknown key slices.a.contain; allowed: contains, pattern'],
    ['no condition', '{ "a": {} }', 'slices.a is {}; allowed: one condition or more: contains, pattern'],
    [
      'a name with a slash',
      '{ "a/b": { "label": "x" } }',
      'unknown key slices.a/b; allowed: names without "/" and "@"',
    ],
    [
      'a pattern with an error',
      '{ "a": { "pattern": "(" } }',
      'slices.a.pattern is "("; allowed: a JavaScript regular',
    ],
    ['bounds that exclude all', '{ "a": { "minTokens": 9, "maxTokens": 2 } }', 'slices.a.maxTokens is 2; allowed: at'],
    ['a column of other data', '{ "a": { "column": { "b": 1 } } }', 'slices.a.column is {"b":1}; allowed: nothing, b'],
    ['an unknown prediction', '{ "a": { "predicted": "wrogn" } }', 'slices.a.predicted is "wrogn"; allowed: "wrong"'],
  ])('names %s of a slice', (_, slices, message) => {
    const found = messages(`{ "dataset": { "source": "sst2" }, "slices": ${slices} }`);
    expect(found.map((each) => each.slice(each.indexOf(' ') + 1))).toEqual([expect.stringContaining(message)]);
  });

  test('names an unknown measure of a slice in expect, and the one that is meant', () => {
    const [found] = messages(
      '{ "dataset": { "source": "sst2" }, "slices": { "long": { "minTokens": 9 } }, "expect": { "lnog/acuracy": ">= 0" } }',
    );
    expect(found).toMatch(/unknown key expect.lnog\/acuracy; allowed: long\/accuracy, long\/srs@0.3, .*did you mean/);
    const [none] = messages('{ "dataset": { "source": "sst2" }, "expect": { "long/accuracy": ">= 0" } }');
    expect(none).toContain('the file has no slices');
  });

  test('reports all problems in the order of their offsets', () => {
    const found = messages(
      `{\n "seed": -1,\n "dataset": { "source": "sst2", "balanced": 1 },\n "model": { "heads": 7, "widht": 2 }\n}`,
    );
    expect(found.map((message) => message.slice(0, 4))).toEqual(['2:10', '3:33', '4:22', '4:25']);
  });

  test('is a UserError with file, line and column', () => {
    const parse = () => parseExperiment('{\n "seed": -1, "dataset": {"source":"sst2"} }', 'x.safr.json');
    expect(parse).toThrow(UserError);
    expect(parse).toThrow('x.safr.json:2:10: seed is -1; allowed: a whole number at least 0 and at most 4294967295');
  });

  test('that is missing or not UTF-8 is a UserError', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'safr-')), 'c.safr.json');
    expect(() => readExperiment(path)).toThrow(`${path}: no such file`);
    writeFileSync(path, Buffer.from([0x7b, 0xff, 0x7d]));
    expect(() => readExperiment(path)).toThrow(`${path}: is not UTF-8 text`);
  });
});

describe('the template', () => {
  test.each(
    (['sst2', 'imdb', 'spam-assassin', 'planted', 'hatexplain', 'eraser', 'files'] as const).flatMap((s) =>
      presetNames.map((p) => [s, p] as const),
    ),
  )('of %s and %s is a valid experiment', (source, preset) => {
    const experiment = parseExperiment(experimentTemplate(source, preset), 't.safr.json');
    expect([experiment.dataset.source, experiment.safr.preset]).toEqual([source, preset]);
  });
});

test('refuses what is nested thousands of levels deep', () => {
  const deep = `{ "sweep": { "seed": ${'['.repeat(5000)}${']'.repeat(5000)} } }`;
  expect(checkExperiment(deep, 'deep.safr.json').problems.map(({ message }) => message)).toEqual([
    'nested more than 100 levels deep',
  ]);
});
