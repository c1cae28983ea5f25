import { describe, expect, it } from 'vitest';
import { checkExperiment, parseExperiment } from '../../../../src/core/experiment/parseExperiment.ts';
import { experimentJsonSchema } from '../../../../src/core/experiment/schema.ts';
import { combinations, withSettings } from '../../../../src/core/experiment/sweep.ts';
import { parseSweep } from '../../../../src/core/sweep/readSweep.ts';

const before = '{"dataset": {"source": "planted"}, "sweep": ';
const problemsOf = (sweep: string) =>
  checkExperiment(`${before}${sweep}}`, 'a.safr.json').problems.map(
    ({ line, offset, length, message }) =>
      `${line}: ${sweep.slice(offset - before.length).slice(0, length)}: ${message}`,
  );

describe('a sweep', () => {
  it('has all combinations in the order of the file, the last field changing fastest', () => {
    expect(combinations({ 'safr.preset': ['plain', 'safr'], seed: [1, 2] })).toEqual([
      { 'safr.preset': 'plain', seed: 1 },
      { 'safr.preset': 'plain', seed: 2 },
      { 'safr.preset': 'safr', seed: 1 },
      { 'safr.preset': 'safr', seed: 2 },
    ]);
  });

  it('sets values by dotted paths in a copy without the sweep', () => {
    const document = { model: { width: 8 }, sweep: {} };
    const changed = withSettings(document, { 'model.heads': 2, 'safr.importance': 0.1 });
    expect(changed).toEqual({ model: { width: 8, heads: 2 }, safr: { importance: 0.1 } });
    expect(document).toEqual({ model: { width: 8 }, sweep: {} });
  });

  it('is not a part of an experiment: an element equals a file with its values', () => {
    const text = `${before}{"safr.preset": ["plain", "vmask"], "seed": [7]}}`;
    expect(parseExperiment(text, 'a.safr.json')).toEqual(
      parseExperiment('{"dataset": {"source": "planted"}}', 'a.safr.json'),
    );
    const { elements } = parseSweep(text, 'a.safr.json')!;
    expect(elements[1]!.experiment).toEqual(
      parseExperiment('{"dataset": {"source": "planted"}, "safr": {"preset": "vmask"}, "seed": 7}', 'a.safr.json'),
    );
    expect(parseSweep('{"dataset": {"source": "planted"}}', 'a.safr.json')).toBeNull();
  });

  it.each([
    [
      '{"safr.presett": ["plain"]}',
      '"safr.presett": unknown key sweep["safr.presett"]; allowed: dotted paths of fields; did you mean "safr.preset"?',
    ],
    ['{"threads": [1]}', '"threads": threads cannot be swept over: it changes no result'],
    ['{"seed": [1, -2]}', '-2: seed is -2; allowed: a whole number at least 0 and at most 4294967295'],
    ['{"seed": [1, 1]}', '1: sweep["seed"] has 1 twice; allowed: values without duplicates'],
    [
      '{"seed": []}',
      '[]: sweep.seed is []; allowed: a list of at least 1, each a whole number at least 0 and at most 4294967295',
    ],
    [
      '{"dataset": [{"source": "planted", "seeds": 1}]}',
      '"seeds": unknown key dataset.seeds; allowed: source, sentences, distractors, seed; did you mean "seed"?',
    ],
    [
      '{"model.width": [16, 30], "model.heads": [2, 4]}',
      '4: model.heads is 4; allowed: a number that divides model.width (30): 1, 2, 3, 5, 6, 10, 15, 30',
    ],
  ])('is told what is wrong with %s at its place', (sweep, problem) => {
    expect(problemsOf(sweep)).toEqual([`1: ${problem}`]);
  });

  it('with too many combinations is rejected before they are created', () => {
    const ten = JSON.stringify(Array.from({ length: 10 }, (_, i) => i + 1));
    const sweep = `{"seed": ${ten}, "dataset.seed": ${ten}, "training.epochs": ${ten}, "training.batchSize": [1, 2]}`;
    expect(problemsOf(sweep)).toEqual([expect.stringContaining('sweep has 2000 combinations; allowed: at most 1000')]);
  });

  it('has the values of each field in the JSON Schema, except fields that do not affect results', () => {
    const { sweep } = (experimentJsonSchema() as { properties: Record<string, { properties: object }> }).properties;
    const fields = Object.keys(sweep!.properties);
    expect(fields).toEqual(
      expect.arrayContaining(['safr.preset', 'seed', 'dataset.distractors', 'dataset', 'model.width']),
    );
    expect(fields).not.toEqual(expect.arrayContaining(['threads']));
  });
});
