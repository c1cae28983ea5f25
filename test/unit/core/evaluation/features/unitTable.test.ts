import { expect, test } from 'vitest';
import { unitTable } from '../../../../../src/core/evaluation/features/unitTable.ts';
import { someEvaluation } from '../../runs/someEvaluation.ts';
import { someFeatures } from './someFeatures.ts';

const autoencoders = [{ name: 'ffn1-k1', evaluation: someFeatures }];

test('the neurons of a run are next to the features of its autoencoders, which alone have a reconstruction', () => {
  const { heads, rows } = unitTable(someEvaluation(), autoencoders);
  expect(heads).toEqual(['', 'neurons', 'ffn1-k1']);
  expect(rows.every((row) => row.length === heads.length)).toBe(true);
  const cells = new Map(rows.map(([label, ...own]) => [label, own]));
  expect(cells.get('units')![1]).toBe('2');
  expect(cells.get('active per token')).toEqual(['', '1.3']);
  expect(cells.get('dead, over the corpus, %')![1]).toBe('50.0');
  expect(cells.get('variance unexplained')).toEqual(['', '12.5 %']);
  expect(cells.get('accuracy with the reconstruction')).toEqual(['', '73.0 % (−2.0)']);
  expect(cells.get('predictions that it flips')).toEqual(['', '25.0 %']);
});

test('without an evaluation there are features only', () => {
  const { heads, rows } = unitTable(null, autoencoders);
  expect(heads).toEqual(['', 'ffn1-k1']);
  expect(rows.find(([label]) => label === 'units')).toEqual(['units', '2']);
});
