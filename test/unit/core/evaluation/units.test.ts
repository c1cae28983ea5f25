import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairCodes } from '../../../../src/core/evaluation/rank.ts';
import { Units } from '../../../../src/core/evaluation/units.ts';

/** Numbers of pieces of each word. */
const pieces = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 7 });

const wordsOf = (counts: readonly number[]) =>
  Int32Array.from(counts.flatMap((count, word) => Array<number>(count).fill(word)));

test('a word and a pair of words are as important as the strongest of their pieces', () => {
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1 }), (counts, factor) => {
      const words = wordsOf(counts);
      const n = words.length;
      const value = (i: number) => ((i + 1) * factor) % 97;
      const score = (code: number) => (code * factor) % 89;
      const units = new Units(words, n);
      const largest = counts.map((_, word) =>
        Math.max(
          ...Array.from(words.keys())
            .filter((i) => words[i] === word)
            .map(value),
        ),
      );
      expect([...units.largest(Float64Array.from(words.keys(), value))]).toEqual(largest);
      const codes = pairCodes(n);
      const pairs = Array.from(pairCodes(counts.length), (code) => {
        const [first, second] = [Math.floor(code / counts.length), code % counts.length];
        const own = codes.filter((pair) => words[Math.floor(pair / n)] === first && words[pair % n] === second);
        return Math.max(...Array.from(own, score));
      });
      expect([...units.largestPairs(Float32Array.from(codes, score))]).toEqual(pairs);
    }),
  );
});

test('negative importance has a largest piece, too', () => {
  expect([...new Units(Int32Array.of(0, 0, 1), 3).largest(Float64Array.of(-2, -1, -3))]).toEqual([-1, -3]);
});

test('what remains of a text are the tokens of the kept words and all pairs of pieces of the given words', () => {
  const units = new Units(Int32Array.of(0, 0, 1, 2, 2, 2), 6);
  const { tokens, pairs } = units.remainder(Int32Array.of(0, 2), Int32Array.of(1));
  expect([...tokens]).toEqual([0, 1, 3, 4, 5]);
  expect(Array.from(pairs, (code) => [Math.floor(code / 5), code % 5])).toEqual(
    [0, 1].flatMap((i) => [2, 3, 4].map((j) => [i, j])),
  );
});

test('without words every token is a unit', () => {
  const units = new Units(null, 3);
  const [values, kept, pairs] = [Float32Array.of(3, 1, 2), Int32Array.of(0, 2), Int32Array.of(1)];
  expect([units.count, units.tokens(2), units.largest(values)]).toEqual([3, [2], values]);
  expect(units.largestPairs(values)).toBe(values);
  expect(units.remainder(kept, pairs)).toEqual({ tokens: kept, pairs });
});

test('the units of some tokens are the words with one of them as a piece', () => {
  const words = new Units(Int32Array.of(0, 0, 1, 2, 2), 5);
  expect([...words.containing([1, 3, 4])]).toEqual([0, 2]);
  expect([...new Units(null, 5).containing([1, 3])]).toEqual([1, 3]);
});
