import { expect, test } from 'vitest';
import { plantedTokens } from '../../../../src/core/evaluation/plantedTokens.ts';

test('all pieces of a planted word are planted, and pairs of words that are read are pairs of their pieces', () => {
  const truth = {
    words: [1, 2, 9],
    pairs: [
      [1, 2],
      [2, 9],
    ] as const,
    distractors: [0],
  };
  expect(plantedTokens(truth, Int32Array.of(0, 1, 1, 2))).toEqual({
    words: [1, 2, 3],
    pairs: [
      [1, 3],
      [2, 3],
    ],
    distractors: [0],
  });
});
