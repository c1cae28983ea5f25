import fc from 'fast-check';
import { expect, test } from 'vitest';
import { permutation } from '../../../src/common/permutation.ts';

const word = fc.integer({ min: 0, max: 0xffffffff });

test('a permutation contains every number once', () => {
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 300 }), (seed, stream, n) => {
      expect([...permutation(seed, stream, n)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
    }),
  );
});

test('the order depends on seed and stream only', () => {
  expect(permutation(7, 3, 100)).toEqual(permutation(7, 3, 100));
  expect(permutation(7, 3, 100)).not.toEqual(permutation(7, 4, 100));
  expect(permutation(7, 3, 100)).not.toEqual(permutation(8, 3, 100));
});

test('each number is about equally often at each position', () => {
  const places = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0]);
  for (let seed = 0; seed < 5000; seed++) permutation(seed, 0, 5).forEach((number, place) => places[number]![place]!++);
  for (const count of places.flat()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
