import { expect, test } from 'vitest';
import { parseExperiment } from '../../../../src/core/experiment/parseExperiment.ts';
import { lambdaPlaces, lambdaSummary } from '../../../../src/extension/editor/lambdas.ts';
import { someData } from '../../core/runs/newRun.ts';
import { evaluationWith } from '../../core/runs/someEvaluation.ts';
import { someRun } from '../someRun.ts';

const text = `{
  "dataset": { "source": "sst2" },
  "safr": { "preset": "safr", "importance": 0.5, // half
  },
}`;
const experiment = parseExperiment(text, 'mine.safr.json');
const run = (safr: object, accuracy: number, srs: number | null) =>
  someRun({ file: { safr }, evaluation: evaluationWith(accuracy, srs, 5, 0.3) });

test('weights stand behind their own values, implied ones behind the preset', () => {
  const places = lambdaPlaces(text, experiment);
  expect(places.map(({ offset }) => text.slice(0, offset).split(/[{ ]/).at(-1))).toEqual(['0.5,', '"safr",']);
  expect(places.map(({ sets }) => sets)).toEqual([
    { importance: 0.5, site: 'embedding projection' },
    { interaction: 1, information: 0, similarity: 0, mask: true, blocks: 'all' },
  ]);
});

test('a file that leaves everything to the default preset has no place for weights', () => {
  const bare = '{ "dataset": { "source": "sst2" } }';
  expect(lambdaPlaces(bare, parseExperiment(bare, 'a.safr.json'))).toEqual([]);
});

test('a spread is given from three runs on the same data on, and repeats of a seed count once', () => {
  const [importance] = lambdaPlaces(text, experiment);
  const seeded = (seed: number, accuracy: number, sha256 = 'a') => ({
    ...someRun({ file: { safr: { importance: 0.5 }, seed }, evaluation: evaluationWith(accuracy, 20, 5, 0.3) }),
    data: { ...someData, splits: { ...someData.splits, test: { texts: 4, sha256 } } },
  });
  const same = Array.from({ length: 6 }, () => seeded(1, 0.949));
  expect(lambdaSummary(importance!, same, 0.3)).toBe('1 run: 0.949 · SRS@0.3 20.0 pp');
  const seeds = [seeded(1, 0.7), seeded(2, 0.71), seeded(3, 0.72)];
  expect(lambdaSummary(importance!, seeds, 0.3)).toBe('3 runs: 0.710 ± 0.010 · SRS@0.3 20.0 ± 0.0 pp');
  const otherData = [seeds[0]!, seeds[1]!, seeded(3, 0.72, 'b')];
  expect(lambdaSummary(importance!, otherData, 0.3)).toBe('3 runs: 0.710 · SRS@0.3 20.0 pp');
});

test('only runs with the same weight count, whether written or implied', () => {
  const [importance, preset] = lambdaPlaces(text, experiment);
  const runs = [
    run({ importance: 0.5 }, 0.71, 20),
    run({ preset: 'plain', importance: 0.5 }, 0.72, 21),
    run({ preset: 'safr' }, 0.9, 1),
  ];
  expect(lambdaSummary(importance!, runs, 0.3)).toBe('2 runs: 0.715 · SRS@0.3 20.5 pp');
  expect(lambdaSummary(preset!, runs, 0.3)).toBe('2 runs: 0.805 · SRS@0.3 10.5 pp');
});

test('λ_imp on the embeddings and on the neurons are two things, unless it is 0', () => {
  const [importance] = lambdaPlaces(text, experiment);
  expect(lambdaSummary(importance!, [run({ importance: 0.5, importanceSite: 'ffn' }, 0.7, 3)], 0.3)).toBeNull();
  const none = text.replace('0.5', '0');
  const [zero] = lambdaPlaces(none, parseExperiment(none, 'a.safr.json'));
  expect(lambdaSummary(zero!, [run({ importance: 0, importanceSite: 'ffn' }, 0.7, 3)], 0.3)).toMatch(/^1 run/);
});

test('λ_inter counts with the blocks that it acts on', () => {
  const chosen = text
    .replace('"importance": 0.5', '"interaction": 0.5, "interactionLayers": [2], "importance": 0')
    .replace('"safr"', '"model": { "layers": 2 }, "safr"');
  const [, interaction] = lambdaPlaces(chosen, parseExperiment(chosen, 'a.safr.json'));
  expect(interaction!.sets).toEqual({ interaction: 0.5, blocks: '1' });
  expect(lambdaSummary(interaction!, [run({ interaction: 0.5 }, 0.7, 3)], 0.3)).toBeNull();
});

test('plain runs and those without a mask are told apart', () => {
  const plain = '{ "dataset": { "source": "sst2" }, "safr": { "preset": "plain" } }';
  const [place] = lambdaPlaces(plain, parseExperiment(plain, 'a.safr.json'));
  expect(lambdaSummary(place!, [run({ preset: 'bare' }, 0.7, null), run({ preset: 'plain' }, 0.6, 3)], 0.3)).toBe(
    '1 run: 0.600 · SRS@0.3 3.0 pp',
  );
});

test('runs without an evaluation are counted as such, and no run is no words', () => {
  const [place] = lambdaPlaces(text, experiment);
  expect(lambdaSummary(place!, [someRun({ file: { safr: { importance: 0.5 } } })], 0.3)).toBe('1 run, not evaluated');
  expect(lambdaSummary(place!, [someRun()], 0.3)).toBeNull();
  const going = someRun({ status: 'running', file: { safr: { importance: 0.5 } } });
  expect(lambdaSummary(place!, [going], 0.3)).toBeNull();
  expect(lambdaSummary(place!, [run({ importance: 0.5 }, 0.7, 9)], 0.4)).toBe('1 run: 0.700');
});
