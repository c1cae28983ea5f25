import { expect, test } from 'vitest';
import { spearman } from '../../../../src/core/evaluation/spearman.ts';

test('is 1 for the same order, −1 for the reverse one, whatever the sizes', () => {
  expect(spearman([1, 2, 5, 100], [-3, 0, 0.5, 0.6])).toBeCloseTo(1, 12);
  expect(spearman([1, 2, 5, 100], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
});

test('gives equal values the mean of their ranks', () => {
  expect(spearman([1, 2, 2, 3], [1, 3, 2, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
});

test('is undefined for a single value and for equal values', () => {
  expect(spearman([3], [4])).toBeNull();
  expect(spearman([1, 2, 3], [7, 7, 7])).toBeNull();
  expect(spearman([], [])).toBeNull();
});
