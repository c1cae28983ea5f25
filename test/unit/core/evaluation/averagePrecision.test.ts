import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  averagePrecision,
  precisionAt,
  randomAveragePrecision,
} from '../../../../src/core/evaluation/averagePrecision.ts';

describe('the precision of a ranking', () => {
  it('is the mean, over the relevant items, of the share of relevant items up to each of them', () => {
    expect(averagePrecision([4, 2, 0, 1, 3], new Set([4, 0]))).toBeCloseTo((1 + 2 / 3) / 2);
    expect(averagePrecision([4, 2, 0, 1, 3], new Set([3]))).toBeCloseTo(1 / 5);
    expect(averagePrecision([1, 0], new Set())).toBeNaN();
    expect([1, 2, 3].map((k) => precisionAt(k, [4, 2, 0], new Set([4, 0])))).toEqual([1, 1 / 2, 2 / 3]);
    expect(precisionAt(4, [1], new Set([1]))).toBe(1 / 4);
  });

  it('is 1 if the relevant items come first, and never larger', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }),
        fc.integer({ min: 1, max: 7 }),
        (order, n) => {
          expect(averagePrecision(order, new Set(order.slice(0, n)))).toBeCloseTo(1);
          expect(averagePrecision(order, new Set(order.slice(7 - n)))).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('averaged over all orders is the expected precision of a random order', () => {
    const orders = permutations([0, 1, 2, 3, 4]);
    for (const relevant of [1, 2, 3, 5]) {
      const wanted = new Set(Array.from({ length: relevant }, (_, i) => i));
      const mean = orders.reduce((sum, order) => sum + averagePrecision(order, wanted), 0) / orders.length;
      expect(randomAveragePrecision(relevant, 5)).toBeCloseTo(mean);
    }
    expect(randomAveragePrecision(1, 1)).toBe(1);
  });
});

function permutations(values: readonly number[]): number[][] {
  if (values.length === 0) return [[]];
  return values.flatMap((value) =>
    permutations(values.filter((other) => other !== value)).map((rest) => [value, ...rest]),
  );
}
