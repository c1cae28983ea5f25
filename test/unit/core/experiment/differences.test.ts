import { expect, test } from 'vitest';
import { differences, nonDefaultSettings } from '../../../../src/core/experiment/differences.ts';
import { parseExperiment } from '../../../../src/core/experiment/parseExperiment.ts';

const experiment = (rest: object) =>
  parseExperiment(JSON.stringify({ dataset: { source: 'sst2' }, ...rest }), 'a.safr.json');

test('experiments differ in settings, lists compared as a whole, but not in their expectations', () => {
  const from = experiment({ safr: { importance: 0.5 }, expect: { accuracy: '>= 0.7' } });
  const to = experiment({ model: { width: 64 }, evaluation: { fractions: [0.3] } });
  expect(differences(from, to)).toEqual([
    { key: 'model.width', from: 256, to: 64 },
    { key: 'evaluation.fractions', from: from.evaluation.fractions, to: [0.3] },
    { key: 'safr.importance', from: 0.5, to: undefined },
  ]);
});

test('the non-default settings of an experiment do not include its data set', () => {
  expect(nonDefaultSettings(experiment({ dataset: { source: 'sst2', balance: false } }))).toEqual([]);
  expect(nonDefaultSettings(experiment({ seed: 2, training: { epochs: 100, patience: 5 } }))).toEqual([
    { key: 'training.patience', from: 3, to: 5 },
    { key: 'seed', from: 1, to: 2 },
  ]);
});
