import { expect, test } from 'vitest';
import { sharedTexts } from '../../../../../src/core/dataset/summary/sharedTexts.ts';

test('texts of two splits are counted, with the first of them; those of test and train not for dev again', () => {
  expect(sharedTexts({ train: [5, 1, 3], dev: [9, 1, 5, 8], test: [7, 5, 5, 8] })).toEqual([
    { split: 'dev', other: 'train', texts: 2, example: [1, 1] },
    { split: 'test', other: 'train', texts: 2, example: [1, 0] },
    { split: 'test', other: 'dev', texts: 1, example: [3, 3] },
  ]);
});

test('splits without common texts are left out', () => {
  expect(sharedTexts({ train: [1, 2], dev: [3], test: [4] })).toEqual([]);
});
