import { describe, expect, it } from 'vitest';
import { randomRanking, sampleOf } from '../../../../src/core/evaluation/randomRanking.ts';
import { pairCodes } from '../../../../src/core/evaluation/rank.ts';

describe('a random ranking', () => {
  it('contains every token and every pair once', () => {
    const { units, pairs } = randomRanking(1, 5, 9);
    expect([...units!].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...pairs].sort((a, b) => a - b)).toEqual([...pairCodes(9)]);
  });

  it('depends on seed and sentence only', () => {
    expect(randomRanking(1, 5, 30)).toEqual(randomRanking(1, 5, 30));
    expect(randomRanking(1, 5, 30)).not.toEqual(randomRanking(2, 5, 30));
    expect(randomRanking(1, 5, 30)).not.toEqual(randomRanking(1, 6, 30));
  });

  it('puts each token first about equally often', () => {
    const first = [0, 0, 0, 0];
    for (let sentence = 0; sentence < 4000; sentence++) first[randomRanking(0, sentence, 4).units![0]!]!++;
    // Binomial: 1000 ± 27.
    for (const count of first) expect(Math.abs(count - 1000)).toBeLessThan(140);
  });
});

describe('a sample', () => {
  it('contains all sentences if its size is not smaller', () => {
    expect([...sampleOf(3, null)]).toEqual([0, 1, 2]);
    expect([...sampleOf(3, 5)]).toEqual([0, 1, 2]);
  });

  it('contains distinct numbers from the whole range in ascending order, and is the same every time', () => {
    const sample = [...sampleOf(10_000, 200)];
    expect(new Set(sample).size).toBe(200);
    expect(sample).toEqual([...sample].sort((a, b) => a - b));
    expect(sample.filter((i) => i >= 5000).length).toBeGreaterThan(60);
    expect([...sampleOf(10_000, 200)]).toEqual(sample);
  });
});
