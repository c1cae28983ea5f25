import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { safr, startSafr, temporaryFolder } from './safr.ts';
import { writeTinyEncoder } from './tinyEncoder.ts';
import { tinyRows } from './tinyExperiment.ts';

/** Makes a folder with the encoder and an experiment that fine-tunes it. */
function encoderFolder(cwd: string, model: object = {}): string {
  writeTinyEncoder(cwd, model);
  return cwd;
}

const runOf = (cwd: string) => join(cwd, '.safr/runs', readdirSync(join(cwd, '.safr/runs'))[0]!);
const weightsOf = (cwd: string) => readFileSync(join(runOf(cwd), 'weights.safetensors'));

interface Explained {
  readonly logits: readonly number[];
  readonly tokens: readonly { text: string; start: number; end: number; known: boolean; keep: number }[];
  readonly words: readonly {
    text: string;
    start: number;
    end: number;
    firstToken: number;
    pieces: number;
    keep: number;
  }[];
  readonly pairs: readonly { first: number; second: number }[];
  readonly unread: number;
}

describe('an encoder', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = encoderFolder(mkdtempSync(join(tmpdir(), 'safr-')), { dropout: 0 });
    const { code, stderr } = await safr(['train', 'tiny.safr.json', '--evaluate'], { cwd });
    expect(`${code} ${stderr}`).toMatch(/^0 /);
  });

  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  it('is fine-tuned and evaluated', async () => {
    const lines = readFileSync(join(runOf(cwd), 'metrics.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const all = lines.map((line) => JSON.parse(line) as { kind: string; losses: { crossEntropy: number } });
    const losses = all.filter(({ kind }) => kind === 'epoch').map(({ losses }) => losses.crossEntropy);
    expect(losses.at(-1)!).toBeLessThan(0.7 * losses[0]!);
    const { stdout } = await safr(['evaluate', 'last', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ classification: { accuracy: expect.any(Number) } });
  });

  it('is explained by its pieces, without special tokens, from the files of the run alone', async () => {
    rmSync(join(cwd, 'bert'), { recursive: true });
    const { stdout, stderr } = await safr(['explain', 'last', 'A  warm Zebra film story is good', '--json'], { cwd });
    expect(stderr).toBe('');
    const { tokens, unread } = JSON.parse(stdout) as Explained;
    expect(tokens.map(({ text, start, end, known }) => [text, start, end, known])).toEqual([
      ['a', 0, 1, true],
      ['war', 3, 6, true],
      ['##m', 6, 7, true],
      ['Zebra', 8, 13, false],
      ['fi', 14, 16, true],
      ['##lm', 16, 18, true],
      ['st', 19, 21, true],
      ['##ory', 21, 24, true],
    ]);
    expect(unread).toBe(2); // the encoder reads 10 tokens, two of them special
    expect(tokens.every(({ keep }) => keep > 0 && keep < 1)).toBe(true);
  });

  it('is shown in words, whose pieces are joined, and ranks words', async () => {
    const text = 'A  warm Zebra film story is good';
    const { stdout } = await safr(['explain', 'last', text, '--by', 'leave-one-out'], { cwd });
    const probability = '\\([\\d.]+\\)';
    expect(stdout).toMatch(
      new RegExp(`^${['A', 'warm', 'Zebra\\[\\?\\]', 'film', 'story'].join(`${probability} `)}${probability}$`, 'm'),
    );
    const [, pairs] = /\npairs .*\n([^]*?)\n\n/.exec(stdout)!;
    const [, neurons] = /\nneurons .*\n([^]*?)\n\n/.exec(stdout)!;
    const [, ranking] = /\nranking .*\n([^]*)$/.exec(stdout)!;
    for (const line of pairs!.split('\n'))
      expect(line).toMatch(/ (A|warm|Zebra|film|story) · (A|warm|Zebra|film|story)$/);
    expect(neurons).toMatch(/\[war\]m|war\[m\]|\[fi\]lm|fi\[lm\]|\[st\]ory|st\[ory\]/);
    const ranked = ranking!
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/)[1]);
    expect(ranked.sort()).toEqual(['A', 'Zebra', 'film', 'story', 'warm']);
  });

  it('has its words in JSON, and pairs of them', async () => {
    const { stdout } = await safr(['explain', 'last', 'A  warm Zebra film story is good', '--json'], { cwd });
    const { tokens, words, pairs } = JSON.parse(stdout) as Explained;
    expect(words.map(({ text, start, end, firstToken, pieces }) => [text, start, end, firstToken, pieces])).toEqual([
      ['A', 0, 1, 0, 1],
      ['warm', 3, 7, 1, 2],
      ['Zebra', 8, 13, 3, 1],
      ['film', 14, 18, 4, 2],
      ['story', 19, 24, 6, 2],
    ]);
    expect(words[1]!.keep).toBe(Math.max(tokens[1]!.keep, tokens[2]!.keep));
    expect(pairs).toHaveLength(10);
    expect(pairs.every(({ first, second }) => first < second && second < 5)).toBe(true);
  });

  it('ranks and removes words, or its tokens where the experiment says so, which a comparison notes', async () => {
    const words = runOf(cwd);
    const tokens = join(cwd, '.safr/runs', 'by-tokens');
    cpSync(words, tokens, { recursive: true });
    const path = join(tokens, 'experiment.json');
    const stored = JSON.parse(readFileSync(path, 'utf8')) as { experiment: { evaluation: object } };
    stored.experiment.evaluation = { ...stored.experiment.evaluation, unit: 'token' };
    writeFileSync(path, JSON.stringify(stored));
    const measured = async (run: string) =>
      JSON.parse((await safr(['evaluate', run, '--json'], { cwd })).stdout) as { unit: string; srs: object };
    const [byWords, byTokens] = [await measured(words), await measured(tokens)];
    expect([byWords.unit, byTokens.unit]).toEqual(['word', 'token']);
    expect(byWords.srs).not.toEqual(byTokens.srs);
    const { stdout } = await safr(['compare', words, tokens], { cwd });
    expect(stdout).toContain('by-tokens ranked and removed tokens, not words');
    rmSync(tokens, { recursive: true });
  });

  it('explains the same after its export and import', async () => {
    const archive = join(cwd, 'encoder.safr.tgz');
    expect(await safr(['export', 'last', '--out', archive], { cwd })).toMatchObject({ code: 0 });
    const other = temporaryFolder();
    expect(await safr(['import', archive], { cwd: other })).toMatchObject({ code: 0 });
    const explain = ['explain', 'last', 'a warm story', '--json'];
    const there = await safr(explain, { cwd: other });
    expect(there).toMatchObject({ code: 0, stdout: (await safr(explain, { cwd })).stdout });
  });

  it('is exported as a folder, which is not overwritten', async () => {
    const command = ['export', 'last', '--format', 'huggingface', '--out', 'mine'];
    expect(await safr(command, { cwd })).toMatchObject({ code: 0, stdout: 'folder  mine\n', stderr: '' });
    expect(readdirSync(join(cwd, 'mine')).sort()).toEqual(['config.json', 'model.safetensors', 'vocab.txt']);
    expect(await safr(command, { cwd })).toMatchObject({ code: 2, stderr: expect.stringContaining('exists already') });
  });
});

describe('a folder with a classification head', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'safr-'));
  beforeAll(async () => {
    encoderFolder(cwd, { dropout: 0, maxLength: 10 });
    for (const command of [
      ['train', 'tiny.safr.json', '--evaluate'],
      ['export', 'last', '--format', 'huggingface', '--out', 'mine'],
    ]) {
      const { code, stderr } = await safr(command, { cwd });
      expect(`${code} ${stderr}`).toMatch(/^0 /);
    }
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  /** Writes an experiment that takes a folder as it is. */
  const writeUntrained = (pretrained: string) => {
    const model = { pretrained, trainable: 'none', maxLength: 10 };
    const experiment = JSON.parse(readFileSync(join(cwd, 'tiny.safr.json'), 'utf8')) as object;
    writeFileSync(join(cwd, 'asis.safr.json'), JSON.stringify({ ...experiment, model, safr: {} }));
  };
  /** Copies the exported folder with other names of the classes. */
  const withClasses = (name: string, classes: Readonly<Record<string, string>>) => {
    cpSync(join(cwd, 'mine'), join(cwd, name), { recursive: true });
    const path = join(cwd, name, 'config.json');
    const config = JSON.parse(readFileSync(path, 'utf8')) as object;
    writeFileSync(path, JSON.stringify({ ...config, id2label: classes }));
    return name;
  };
  const evaluationOf = (run: string) =>
    JSON.parse(readFileSync(join(cwd, '.safr/runs', run, 'evaluation.json'), 'utf8')) as {
      classification: object;
      predictions: { predicted: number[]; probabilities: number[] };
      srs: { curve: { imp: object | null; inter: object | null }[] };
    };

  it('is evaluated as it is, with the predictions of the run that it was exported from', async () => {
    writeUntrained('mine');
    const { code, stdout, stderr } = await safr(['train', 'asis.safr.json', '--evaluate'], { cwd });
    expect(stderr).toContain('not trained: the weights are those of the folder');
    expect(stderr).not.toMatch(/taken in order/);
    expect(stdout).toContain('note: the model has no mask, so SRS_imp, SRS and AOPC are left out');
    expect(code).toBe(0);
    const [trained, untrained] = readdirSync(join(cwd, '.safr/runs')).sort().map(evaluationOf);
    expect(untrained!.classification).toEqual(trained!.classification);
    expect(untrained!.predictions.predicted).toEqual(trained!.predictions.predicted);
    const differences = untrained!.predictions.probabilities.map((p, i) => p - trained!.predictions.probabilities[i]!);
    expect(Math.max(...differences.map(Math.abs))).toBeLessThan(1e-5);
    expect(untrained!.srs.curve[1]).toMatchObject({ imp: null, inter: expect.any(Object) });
  });

  it('is a run like any other: listed, compared, reported, exported, but not resumed', async () => {
    const [trained, untrained] = readdirSync(join(cwd, '.safr/runs')).sort() as [string, string];
    expect((await safr(['runs'], { cwd })).stdout).toMatch(new RegExp(`^${untrained} +\\S.* finished +0 +– `, 'm'));
    const compared = await safr(['compare', trained, untrained], { cwd });
    expect(compared.stdout).toMatch(/matched at 0\.5 or more: (\d+) of \1 .*[^]*changed predictions {2}0 texts/);
    expect((await safr(['report', untrained, '--out', 'report.html'], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'report.html'), 'utf8')).toContain('Nothing is trained: model.trainable is');
    for (const format of [[], ['--format', 'onnx'], ['--format', 'huggingface', '--out', 'again']])
      expect(await safr(['export', untrained, ...format], { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(cwd, 'again/model.safetensors'))).toEqual(
      readFileSync(join(cwd, 'mine/model.safetensors')),
    );
    const resumed = await safr(['train', '--resume', untrained], { cwd });
    expect(resumed.stderr).toMatch(/is finished \(not trained.*\nremedy: To fine-tune the encoder/);
  });

  it('is explained in place of a run, with the logits of the run', async () => {
    const explained = async (of: string) => {
      const { stdout, stderr } = await safr(['explain', of, 'a warm Zebra film', '--json'], { cwd });
      expect(stderr).toBe('');
      return JSON.parse(stdout) as Explained;
    };
    const [run, own] = [await explained(readdirSync(join(cwd, '.safr/runs')).sort()[0]!), await explained('mine')];
    const placed = ({ tokens }: Explained) => tokens.map((token) => ({ ...token, keep: null }));
    expect(placed(own)).toEqual(placed(run));
    expect(own.tokens.map(({ keep }) => keep)).toEqual(Array(own.tokens.length).fill(null));
    expect(Math.max(...own.logits.map((logit, c) => Math.abs(logit - run.logits[c]!)))).toBeLessThan(1e-5);
  });

  it('has its classes found by name, else taken in order with a warning', async () => {
    const evaluate = async (folder: string) => {
      writeUntrained(folder);
      const { stderr } = await safr(['train', 'asis.safr.json', '--evaluate'], { cwd });
      return { stderr, evaluation: evaluationOf(readdirSync(join(cwd, '.safr/runs')).sort().at(-1)!) };
    };
    const own = evaluationOf(readdirSync(join(cwd, '.safr/runs')).sort()[0]!);
    const swapped = await evaluate(withClasses('swapped', { 0: 'YES', 1: 'NO' }));
    expect(swapped.stderr).not.toMatch(/taken in order/);
    expect(swapped.evaluation.predictions.predicted).toEqual(own.predictions.predicted.map((c) => 1 - c));
    const unnamed = await evaluate(withClasses('unnamed', { 0: 'LABEL_0', 1: 'LABEL_1' }));
    expect(unnamed.stderr).toMatch(
      /^warning: the classes of .*unnamed \(LABEL_0, LABEL_1\) .* taken in order for those of the data \(no, yes\)$/m,
    );
    expect(unnamed.evaluation.predictions.predicted).toEqual(own.predictions.predicted);
  });

  it('is refused where it has other classes, and an encoder without such a head', async () => {
    const before = readdirSync(join(cwd, '.safr/runs'));
    writeUntrained('bert');
    const { code, stderr } = await safr(['train', 'asis.safr.json'], { cwd });
    expect(stderr).toMatch(/bert has 3 classes \(bad, fair, good\), the data have 2 \(no, yes\)\nremedy: /);
    expect(code).toBe(2);
    const path = join(cwd, withClasses('encoder', { 0: 'no', 1: 'yes' }), 'config.json');
    const config = readFileSync(path, 'utf8').replace('single_label_classification', 'regression');
    writeFileSync(path, config);
    writeUntrained('encoder');
    for (const command of [
      ['train', 'asis.safr.json'],
      ['explain', 'encoder', 'a story'],
    ])
      expect((await safr(command, { cwd })).stderr).toContain('has no classification head that gives a text one of');
    expect(readdirSync(join(cwd, '.safr/runs'))).toEqual(before);
  });
});

describe('pairs of texts', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'safr-'));
  beforeAll(async () => {
    encoderFolder(cwd, { dropout: 0, maxLength: 10 });
    const rows = tinyRows(120).map((row, i, all) => `${row.split('\t')[0]}\t${all[(7 * i) % all.length]}`);
    writeFileSync(join(cwd, 'pairs.tsv'), ['premise\thypothesis\tlabel', ...rows, ''].join('\n'));
    writePairs('bert', {});
    const { code, stderr } = await safr(['train', 'tiny.safr.json', '--evaluate'], { cwd });
    expect(`${code} ${stderr}`).toMatch(/^0 /);
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  const writePairs = (pretrained: string | undefined, model: object) => {
    const path = join(cwd, 'tiny.safr.json');
    const experiment = JSON.parse(readFileSync(path, 'utf8')) as { model: object };
    const dataset = { source: 'files', train: 'pairs.tsv', textColumn: ['premise', 'hypothesis'], pair: true };
    writeFileSync(
      path,
      JSON.stringify({ ...experiment, dataset, model: { ...experiment.model, pretrained, ...model } }),
    );
  };
  const explain = async (...args: string[]) => {
    const { stdout, stderr } = await safr(['explain', ...args, '--json'], { cwd });
    return { stderr, ...(JSON.parse(stdout || '{}') as Explained & { boundary: number }) };
  };

  it('are explained as two texts, given as two arguments or with the separator between them', async () => {
    const { tokens, boundary, unread } = await explain('last', 'a warm story', 'the Zebra is good');
    expect(tokens.map(({ text, start, end }) => [text, start, end])).toEqual([
      ['a', 0, 1],
      ['war', 2, 5],
      ['##m', 5, 6],
      ['st', 7, 9],
      ['the', 19, 22],
      ['Zebra', 23, 28],
      ['is', 29, 31],
    ]);
    expect([boundary, unread]).toEqual([4, 2]); // 10 tokens, three of them special: the longer text is cut first
    expect(await explain('last', 'a warm story [SEP] the Zebra is good')).toMatchObject({ tokens, boundary });
    const { stdout } = await safr(['explain', 'last', 'a warm story', 'the Zebra is good'], { cwd });
    expect(stdout).toMatch(/^a\([^\n]* st\([^ ]*\)\nthe\([^\n]* is\(/m);
  });

  it('are asked for where one text is given', async () => {
    expect((await explain('last', 'a warm story')).stderr).toBe(
      'error: the model reads pairs of texts, and this is one text\nremedy: Give both with " [SEP] " between them.\n',
    );
  });

  it('have the same predictions by the exported folder as it is', async () => {
    expect((await safr(['export', 'last', '--format', 'huggingface', '--out', 'mine'], { cwd })).code).toBe(0);
    const [run, folder] = [await explain('last', 'good', 'a bad film'), await explain('mine', 'good [SEP] a bad film')];
    expect(folder.boundary).toBe(1);
    expect(Math.max(...folder.logits.map((logit, c) => Math.abs(logit - run.logits[c]!)))).toBeLessThan(1e-5);
    writePairs('mine', { trainable: 'none', maskHidden: 8 });
    const experiment = readFileSync(join(cwd, 'tiny.safr.json'), 'utf8').replace('"preset":"plain"', '"preset":"bare"');
    writeFileSync(join(cwd, 'tiny.safr.json'), experiment);
    expect((await safr(['train', 'tiny.safr.json', '--evaluate'], { cwd })).code).toBe(0);
    const [own, same] = readdirSync(join(cwd, '.safr/runs'))
      .sort()
      .map((id) => JSON.parse(readFileSync(join(cwd, '.safr/runs', id, 'evaluation.json'), 'utf8')) as object);
    const { classification, predictions } = own as { classification: object; predictions: { predicted: number[] } };
    expect(same).toMatchObject({ classification, predictions: { predicted: predictions.predicted } });
    expect((await safr(['export', 'last', '--format', 'onnx'], { cwd })).code).toBe(0);
    const runs = readdirSync(join(cwd, '.safr/runs')).sort();
    expect((await safr(['compare', ...runs], { cwd })).stdout).toContain('changed predictions  0 texts');
    expect((await safr(['report', 'last', '--out', 'report.html'], { cwd })).code).toBe(0);
  });

  it('need a pretrained encoder', async () => {
    writePairs(undefined, { trainable: undefined });
    const { code, stderr } = await safr(['train', 'tiny.safr.json'], { cwd });
    expect(stderr).toContain('dataset.pair is true; allowed: false, because there is no model.pretrained');
    expect(code).toBe(2);
  });
});

it.each([{}, { trainable: 'head' }, { trainable: 1 }])(
  'an encoder whose training was killed ends with the same weights: %j',
  async (model) => {
    const [whole, killed] = [encoderFolder(temporaryFolder(), model), encoderFolder(temporaryFolder(), model)];
    expect((await safr(['train', 'tiny.safr.json'], { cwd: whole })).code).toBe(0);
    const { child, outcome } = startSafr(['train', 'tiny.safr.json', '--json'], { cwd: killed });
    let output = '';
    child.stdout!.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('"kind":"epoch"')) child.kill('SIGKILL');
    });
    await outcome;
    expect((await safr(['train', '--resume', 'last'], { cwd: killed })).code).toBe(0);
    expect(weightsOf(killed).equals(weightsOf(whole))).toBe(true);
    const hasMoments = readFileSync(join(runOf(whole), 'checkpoint.safetensors')).includes('adam.first.layers.0.');
    expect(hasMoments).toBe(!('trainable' in model));
  },
);

it('names the fields that contradict the encoder', async () => {
  const cwd = encoderFolder(temporaryFolder(), { width: 12, padding: 'max' });
  const { code, stderr } = await safr(['train', 'tiny.safr.json'], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain('model.width is 12; allowed: nothing, because model.pretrained determines it');
  expect(stderr).toContain('model.padding is "max"; allowed: "none", because of model.pretrained');
});

it.each([
  [
    { maxLength: 11 },
    {},
    /:\d+:\d+: model\.maxLength is 11; .*bert reads at most 10 tokens\nremedy: Give at most 10\./,
  ],
  [{ trainable: 3 }, {}, /:\d+:\d+: model\.trainable is 3; .*bert has 2 blocks/],
  [
    {},
    { interactionLayers: [2, 3] },
    /:\d+:\d+: safr\.interactionLayers\[1\] is 3; .*bert has 2 blocks\nremedy: Give numbers from 1 to 2, or "all"\./,
  ],
])('refuses what the encoder does not have: %j %j', async (model, regularizers, error) => {
  const cwd = encoderFolder(temporaryFolder(), model);
  const file = join(cwd, 'tiny.safr.json');
  const experiment = JSON.parse(readFileSync(file, 'utf8')) as { safr: object };
  writeFileSync(file, JSON.stringify({ ...experiment, safr: { ...experiment.safr, ...regularizers } }));
  const { code, stderr } = await safr(['train', 'tiny.safr.json'], { cwd });
  expect(stderr).toMatch(error);
  expect(code).toBe(2);
});

it('is named in a new experiment by its path from the file, or as on the hub, with how to download it', async () => {
  const cwd = encoderFolder(temporaryFolder());
  const init = (file: string, ...options: string[]) => safr(['init', file, '--source', 'sst2', ...options], { cwd });
  mkdirSync(join(cwd, 'experiments'));
  expect((await init('experiments/own.safr.json', '--pretrained', 'bert')).code).toBe(0);
  expect(readFileSync(join(cwd, 'experiments/own.safr.json'), 'utf8')).toContain('"pretrained": "../bert"');
  const hub = await init('hub.safr.json', '--pretrained', 'org/name');
  expect(hub.stderr).toContain('org/name is not in the Hugging Face cache yet: safr download org/name');
  expect(readFileSync(join(cwd, 'hub.safr.json'), 'utf8')).toContain('"pretrained": "org/name"');
  const planted = await safr(['init', 'a.safr.json', '--source', 'planted', '--pretrained', 'bert'], { cwd });
  expect(planted).toMatchObject({ code: 2, stderr: expect.stringContaining('planted sentences are for small models') });
});
