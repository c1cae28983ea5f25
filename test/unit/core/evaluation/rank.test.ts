import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Units } from '../../../../src/core/evaluation/units.ts';
import {
  countAt,
  modelRanking,
  pairCodes,
  pairCount,
  pairScores,
  rankDescending,
  removedUnits,
} from '../../../../src/core/evaluation/rank.ts';

describe('the number of tokens that a fraction removes', () => {
  it('rounds up to a whole number', () => {
    expect(countAt(0.3, 11)).toBe(4);
    expect(countAt(0.1, 1)).toBe(1);
    expect(countAt(0, 7)).toBe(0);
    expect(countAt(1, 7)).toBe(7);
  });

  it('does not round up a number that differs from a whole one only by float rounding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 500_000 }), (percent, count) => {
        expect(countAt(percent / 100, count)).toBe(Number((BigInt(percent) * BigInt(count) + 99n) / 100n));
      }),
    );
  });

  it('keeps at least one token', () => {
    expect(removedUnits(0.9, 5)).toBe(4);
    expect(removedUnits(1, 5)).toBe(4);
    expect(removedUnits(0.5, 1)).toBe(0);
    expect(removedUnits(0.5, 0)).toBe(0);
  });
});

describe('ranking', () => {
  it('puts the earlier of equal scores first', () => {
    expect([...rankDescending(Float32Array.of(0.25, 1, 0.25, 0, 1))]).toEqual([1, 4, 0, 2, 3]);
  });

  it('gives the same order as a comparison of scores and positions', () => {
    const score = fc.oneof(fc.float({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.5, 1));
    fc.assert(
      fc.property(fc.array(score.map(Math.abs)), (scores) => {
        const expected = scores.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]! || a - b);
        expect([...rankDescending(Float32Array.from(scores))]).toEqual(expected);
      }),
    );
  });

  it('numbers the pairs i < j row by row', () => {
    expect(pairCount(4)).toBe(6);
    expect([...pairCodes(4)]).toEqual([1, 2, 3, 6, 7, 11]);
  });

  it('scores a pair by its attention in both directions over heads and layers, without padded rows', () => {
    // Two tokens in three rows, two heads, two layers: the pair (0, 1) has these eight weights.
    const layer = (...[a, b, c, d]: [number, number, number, number]) =>
      Float32Array.of(9, a, 9, b, 9, 9, 9, 9, 9, /**/ 9, c, 9, d, 9, 9, 9, 9, 9);
    const scores = pairScores([layer(0.1, 0.2, 0.3, 0.4), layer(0.5, 0.6, 0.7, 0)], 2, 3, 2);
    expect([...scores]).toEqual([expect.closeTo(2.8 / 8, 6)]);
  });

  it('ranks equal pairs by the smaller (i, j) and tokens by keep probability', () => {
    const weights = [Float32Array.of(0, 0.2, 0.5, 0.2, 0, 0.5, 0.5, 0.5, 0)];
    const observed = { keep: Float32Array.of(0.1, 0.9, 0.9), weights, rows: 3, tokens: 3 };
    const { units, pairs } = modelRanking(observed, new Units(null, 3), 1);
    expect([...units!]).toEqual([1, 2, 0]);
    expect([...pairs]).toEqual([0 * 3 + 2, 1 * 3 + 2, 0 * 3 + 1]);
  });

  it('ranks words by their pieces of highest keep probability and attention', () => {
    const weights = [Float32Array.from({ length: 16 }, (_, at) => (at === 1 * 4 + 3 ? 0.4 : at === 4 ? 0.9 : 0))];
    const observed = { keep: Float32Array.of(0.1, 0.9, 0.3, 0.5), weights, rows: 4, tokens: 4 };
    const { units, pairs } = modelRanking(observed, new Units(Int32Array.of(0, 0, 1, 2), 4), 1);
    expect([...units!]).toEqual([0, 2, 1]);
    expect([...pairs]).toEqual([0 * 3 + 2, 0 * 3 + 1, 1 * 3 + 2]); // attention within a word does not count
  });

  it('has no order of tokens without a mask', () => {
    const observed = { keep: null, weights: [new Float32Array(4)], rows: 2, tokens: 2 };
    expect(modelRanking(observed, new Units(null, 2), 1).units).toBeNull();
  });
});

it('ranks more scores than a text of 4,096 tokens has pairs', () => {
  const scores = new Float32Array(2 ** 23 + 1);
  scores[scores.length - 1] = 0.5;
  const order = rankDescending(scores);
  expect([...order.subarray(0, 3), order.at(-1)]).toEqual([2 ** 23, 0, 1, 2 ** 23 - 1]);
});
