import { expect, test } from 'vitest';
import { comparedUnits } from '../../../../src/core/comparison/comparedUnits.ts';
import { someFeatures } from '../evaluation/features/someFeatures.ts';
import { someEvaluation } from '../runs/someEvaluation.ts';

const run = (...names: readonly string[]) => ({
  evaluation: someEvaluation(),
  features: names.map((name) => ({ name, evaluation: someFeatures })),
});

test('the neurons and features of each run are in columns with its letter', () => {
  const table = comparedUnits([run('ffn1-k1'), run(), { ...run('embedding-k1'), evaluation: null }]);
  expect(table!.heads).toEqual(['', 'A neurons', 'A ffn1-k1', 'B neurons', 'C embedding-k1']);
  expect(table!.rows.every((row) => row.length === 5)).toBe(true);
  expect(table!.rows.find(([label]) => label === 'variance unexplained')).toEqual([
    ...['variance unexplained', '', '12.5 %', '', '12.5 %'],
  ]);
});

test('there is no table without an autoencoder', () => {
  expect(comparedUnits([run(), run()])).toBeNull();
});
