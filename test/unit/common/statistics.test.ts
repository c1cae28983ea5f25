import { describe, expect, it } from 'vitest';
import { estimate, halfInterval, pairedDifference, wilsonInterval } from '../../../src/common/statistics.ts';
import { criticalT, twoSidedP } from '../../../src/common/studentT.ts';

describe("Student's t", () => {
  // Printed tables, two-sided.
  it.each([
    [0.05, 1, 12.7062],
    [0.05, 2, 4.30265],
    [0.05, 4, 2.77645],
    [0.05, 9, 2.26216],
    [0.05, 30, 2.04227],
    [0.01, 4, 4.60409],
    [0.001, 10, 4.58689],
    [0.05, 1000, 1.96234],
  ])('exceeds its critical value with probability %d at %d degrees of freedom: %d', (p, freedom, t) => {
    expect(criticalT(p, freedom)).toBeCloseTo(t, 4);
    expect(twoSidedP(t, freedom)).toBeCloseTo(p, 6);
  });

  it('equals the closed forms for one and two degrees of freedom', () => {
    for (const t of [1e-3, 0.5, 1, 3, 40]) {
      expect(twoSidedP(t, 1)).toBeCloseTo(1 - (2 / Math.PI) * Math.atan(t), 12);
      expect(twoSidedP(-t, 2)).toBeCloseTo(1 - t / Math.sqrt(2 + t * t), 12);
    }
    expect([twoSidedP(0, 5), twoSidedP(Infinity, 5)]).toEqual([1, 0]);
  });
});

describe('an estimate', () => {
  it('has the interval of a mean whose values are not at hand', () => {
    expect(halfInterval(2, 3)).toBe(estimate([2, 4, 6])!.half);
    expect(halfInterval(2, 2)).toBeNull();
    expect(halfInterval(null, 5)).toBeNull();
  });

  it('has the 95 % interval of the mean', () => {
    const { n, mean, half } = estimate([2, 4, 6])!; // deviation 2
    expect([n, mean]).toEqual([3, 4]);
    expect(half).toBeCloseTo((4.30265 * 2) / Math.sqrt(3), 4);
  });

  it('has no interval for one or two values or incomparable ones, and is null without values', () => {
    expect(estimate([5])).toEqual({ n: 1, mean: 5, half: null });
    expect(estimate([-5, 70])).toEqual({ n: 2, mean: 32.5, half: null });
    expect(estimate([2, 4, 6], false)).toEqual({ n: 3, mean: 4, half: null });
    expect(estimate([])).toBeNull();
  });
});

describe('a paired difference', () => {
  it("equals the textbook result for Student's sleep data", () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const { mean, half, p } = pairedDifference(first.map((value, i) => [value, second[i]!] as const))!;
    expect(mean).toBeCloseTo(1.58, 10);
    expect([mean - half!, mean + half!].map((end) => end.toFixed(4))).toEqual(['0.7001', '2.4599']);
    expect(p).toBeCloseTo(0.002833, 6);
  });

  it('has no p for two pairs, p 1 if nothing differs, p 0 if all differ by the same amount', () => {
    expect(
      pairedDifference([
        [1, 3],
        [1, 5],
      ]),
    ).toEqual({ n: 2, mean: 3, half: null, p: null });
    expect(
      pairedDifference([
        [1, 1],
        [2, 2],
        [3, 3],
      ]),
    ).toMatchObject({ mean: 0, half: 0, p: 1 });
    expect(
      pairedDifference([
        [1, 2],
        [2, 3],
        [3, 4],
      ]),
    ).toMatchObject({ mean: 1, half: 0, p: 0 });
    expect(pairedDifference([])).toBeNull();
  });
});

describe("Wilson's interval", () => {
  // As statsmodels' proportion_confint(…, method="wilson").
  it.each([
    [10, 20, 0.2993, 0.7007],
    [95, 100, 0.8882, 0.9785],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
  ])('of %i of %i is known', (successes, trials, low, high) => {
    const interval = wilsonInterval(successes, trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });
});
