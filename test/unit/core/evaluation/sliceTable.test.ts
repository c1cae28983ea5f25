import { expect, test } from 'vitest';
import { sliceTable } from '../../../../src/core/evaluation/sliceTable.ts';
import { someEvaluation } from '../runs/someEvaluation.ts';
import { slicedEvaluation } from './slicedEvaluation.ts';

test('a table has all texts first, then a slice in each row, with dashes where nothing was measured', () => {
  const { heads, rows, notes } = sliceTable(slicedEvaluation())!;
  expect(heads).toEqual([
    ...['accuracy, %', 'SRS(0.3)', 'at random', 'leaves AP, %', 'at random', 'Carton AP, %', 'at random'],
    ...['mono per text, %', 'neurons in use, %'],
  ]);
  expect(rows.map(({ name, where, texts }) => [name, where, texts])).toEqual([
    ['all texts', '', '400'],
    ['negations', `contains "not", "never", "n't" or "no"`, '45'],
    ['long', '30 tokens or more', '190'],
    ['reviews from mobile devices', 'label "strongly positive", device is "phone" or "tablet"', '10'],
    ['mistakes', 'predicted wrong', '200'],
    ['e-mail addresses', 'matches [\\w.]+@[\\w.]+', '0'],
  ]);
  expect(rows[1]!.cells[0]).toEqual({ text: '51.1', interval: '37.0 to 65.0' });
  expect(rows[4]!.cells[0]).toEqual({ text: '0.0', interval: null });
  expect(rows[5]!.cells.every(({ text }) => text === '–')).toBe(true);
  expect(notes).toEqual([
    'no text is in "e-mail addresses"',
    'fewer than 30 texts are in "reviews from mobile devices": their intervals are wide',
  ]);
});

test('there is no table without slices', () => {
  expect(sliceTable(someEvaluation())).toBeNull();
});
