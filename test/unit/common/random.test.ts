import { describe, expect, it } from 'vitest';
import { dropoutFactors, gumbelNoise, threefry, uniform } from '../../../src/common/random.ts';

/** A correct mean differs from its expectation by more than this many standard deviations with probability below 10^-6. */
const veryUnlikely = 5;

describe('threefry', () => {
  // Known answers of Random123's threefry2x32 with 20 rounds: key, counter, words.
  it.each([
    [0, 0, 0, 0, 0x6b200159, 0x99ba4efe],
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x1cb996fc, 0xbb002be7],
    [0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3, 0xc4923a9c, 0x483df7a0],
  ])('maps key %i %i at counter %i %i to the published words', (k0, k1, c0, c1, first, second) => {
    expect(threefry(k0, k1, c0, c1)).toEqual([first, second]);
  });
});

describe('uniform', () => {
  it('stays within (0, 1) and is exact in float32', () => {
    for (const word of [0, 0xffffffff]) {
      const value = uniform(word);
      expect(value).toBeGreaterThan(0);
      expect(value).toBeLessThan(1);
      expect(Math.fround(value)).toBe(value);
    }
  });
});

describe('dropoutFactors', () => {
  const count = 100_003;

  it.each([0.1, 0.5])('drops a share of %d and scales the rest', (rate) => {
    const factors = dropoutFactors(1, 2, 3, rate, count);
    const dropped = factors.filter((factor) => factor === 0).length;
    const deviation = Math.sqrt(count * rate * (1 - rate));
    expect(Math.abs(dropped - count * rate)).toBeLessThan(veryUnlikely * deviation);
    expect(new Set(factors)).toEqual(new Set([0, Math.fround(1 / (1 - rate))]));
  });

  it('keeps everything at rate 0', () => {
    expect(new Set(dropoutFactors(1, 2, 3, 0, 100))).toEqual(new Set([1]));
  });

  it('does not depend on how many elements are drawn', () => {
    const many = dropoutFactors(1, 2, 3, 0.5, 103);
    for (const fewer of [0, 1, 2, 3, 50]) expect(dropoutFactors(1, 2, 3, 0.5, fewer)).toEqual(many.slice(0, fewer));
  });

  it.each([
    ['seeds', [2, 2, 3]],
    ['sites', [1, 3, 3]],
    ['steps', [1, 2, 4]],
  ] as const)('is independent between %s', (_, [seed, site, step]) => {
    const a = dropoutFactors(1, 2, 3, 0.5, count);
    const b = dropoutFactors(seed, site, step, 0.5, count);
    const equal = a.filter((factor, i) => factor === b[i]).length;
    expect(Math.abs(equal - count / 2)).toBeLessThan((veryUnlikely * Math.sqrt(count)) / 2);
  });

  it.each([1, 2, 3, 4])('is independent between elements %i apart', (distance) => {
    const factors = dropoutFactors(1, 2, 3, 0.5, count);
    const equal = factors.filter((factor, i) => factor === factors[i + distance]).length;
    expect(Math.abs(equal - count / 2)).toBeLessThan((veryUnlikely * Math.sqrt(count)) / 2);
  });
});

describe('gumbelNoise', () => {
  const count = 50_000;
  const noise = Array.from(gumbelNoise(7, 0, 1, count));

  it('has the mean and the variance of Gumbel(0, 1)', () => {
    const mean = noise.reduce((total, value) => total + value, 0) / noise.length;
    const variance = noise.reduce((total, value) => total + (value - mean) ** 2, 0) / noise.length;
    const expected = Math.PI ** 2 / 6;
    expect(Math.abs(mean - 0.57722)).toBeLessThan(veryUnlikely * Math.sqrt(expected / noise.length));
    // The kurtosis of a Gumbel variable is 5.4.
    expect(Math.abs(variance - expected)).toBeLessThan(veryUnlikely * expected * Math.sqrt(4.4 / noise.length));
  });

  it('is independent between the two numbers of a row', () => {
    const larger = noise.filter((value, i) => i % 2 === 1 && value > noise[i - 1]!).length;
    expect(Math.abs(larger - count / 2)).toBeLessThan((veryUnlikely * Math.sqrt(count)) / 2);
  });
});
