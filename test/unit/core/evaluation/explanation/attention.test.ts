import { expect, test } from 'vitest';
import { meanAttention, strongestPairs } from '../../../../../src/core/evaluation/explanation/attention.ts';

/** Two heads of one layer, [heads, rows, rows]: two tokens and a row of padding. */
const weights = Float32Array.of(
  ...[0.25, 0.75, 0, 0.5, 0.25, 0.25, 0, 0, 1],
  ...[0.75, 0, 0.25, 0, 0.75, 0.25, 0, 0, 1],
);
const observation = { rows: 3, tokens: 2, words: null };

test('the attention has a direction, is the mean over heads and layers, and leaves padding out', () => {
  expect(meanAttention(observation, [weights], 2)).toEqual(Float32Array.of(0.5, 0.375, 0.25, 0.5));
  expect(meanAttention(observation, [weights.subarray(0, 9)], 1)).toEqual(Float32Array.of(0.25, 0.75, 0.5, 0.25));
  const twice = [weights, new Float32Array(18)];
  expect(meanAttention(observation, twice, 2)).toEqual(Float32Array.of(0.25, 0.1875, 0.125, 0.25));
});

test('a pair has the mean of both directions', () => {
  expect(strongestPairs(observation, [weights], 2)).toEqual([{ first: 0, second: 1, score: 0.3125 }]);
});
