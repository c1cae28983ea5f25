import { describe, expect, it } from 'vitest';
import { Histograms } from '../../../../src/core/evaluation/histogram.ts';

describe('histograms', () => {
  it('widen to the power of two above the largest value, whatever the order', () => {
    const values = [0.01, 3, 0.5, 7.9, 2, 0.26, 4];
    const histograms = new Histograms(2);
    for (const value of values) histograms.add(0, value);
    for (const value of values.toReversed()) histograms.add(1, value);
    const { range, counts } = histograms.report(0);
    expect(range).toBe(8);
    const expected = Array<number>(32).fill(0);
    for (const value of values) expected[Math.floor(value * 4)]!++;
    expect(counts).toEqual(expected);
    expect(histograms.report(1)).toEqual(histograms.report(0));
  });

  it('reject values that no range contains', () => {
    expect(() => new Histograms(1).add(0, Infinity)).toThrow(RangeError);
  });
});
