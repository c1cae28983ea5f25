import { expect, test } from 'vitest';
import { differences, ownSettings } from '../../../../src/core/experiment/differences.ts';
import { parseExperiment } from '../../../../src/core/experiment/parseExperiment.ts';

const experiment = (rest: object) =>
  parseExperiment(JSON.stringify({ dataset: { source: 'sst2' }, ...rest }), 'a.safr.json');

test('two experiments differ in the values that are not the same, lists as a whole, but not in what is expected', () => {
  const from = experiment({ safr: { importance: 0.5 }, expect: { accuracy: '>= 0.7' } });
  const to = experiment({ model: { width: 64 }, evaluation: { fractions: [0.3] } });
  expect(differences(from, to)).toEqual([
    { key: 'model.width', from: 256, to: 64 },
    { key: 'evaluation.fractions', from: from.evaluation.fractions, to: [0.3] },
    { key: 'safr.importance', from: 0.5, to: undefined },
  ]);
});

test('an experiment’s own settings are those that differ from the defaults, its data set apart', () => {
  expect(ownSettings(experiment({ dataset: { source: 'sst2', balance: false } }))).toEqual([]);
  expect(ownSettings(experiment({ seed: 2, training: { epochs: 100, patience: 5 } }))).toEqual([
    { key: 'training.patience', from: 3, to: 5 },
    { key: 'seed', from: 1, to: 2 },
  ]);
});
