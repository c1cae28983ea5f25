import { expect, test } from 'vitest';
import { iouF1 } from '../../../../src/core/evaluation/iouF1.ts';

const f1 = (chosen: readonly number[], relevant: readonly number[]) => iouF1(new Set(chosen), new Set(relevant));

test('chosen runs that cover half of the union with a relevant run match it', () => {
  expect(f1([5, 1, 2], [1, 2, 5])).toBe(1);
  expect(f1([1, 2], [2, 3])).toBe(0); // 1 of 3 places
  expect(f1([1, 2, 3, 9], [2, 3, 4, 6])).toBe(1 / 2); // 2 of 4 match: precision 1/2, recall 1/2
  expect(f1([3, 4], [3])).toBe(1); // exactly half
  expect(f1([1, 3, 5], [1, 2, 3])).toBe(0); // each a third of the relevant run
  expect(f1([0, 2], [0, 4, 6])).toBe(2 / 5); // precision 1/2, recall 1/3
});

test('is 0 where nothing is chosen or relevant', () => {
  expect(f1([], [1])).toBe(0);
  expect(f1([], [])).toBe(0);
});
