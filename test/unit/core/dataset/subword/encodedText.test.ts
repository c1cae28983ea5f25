import { expect, it } from 'vitest';
import { longestFirst } from '../../../../../src/core/dataset/subword/encodedText.ts';

it.each([
  [
    [3, 4, 10],
    [3, 4],
  ],
  [
    [20, 3, 10],
    [7, 3],
  ],
  [
    [3, 20, 10],
    [3, 7],
  ],
  [
    [20, 30, 5],
    [2, 3],
  ],
  [
    [30, 20, 5],
    [3, 2],
  ],
  [
    [8, 8, 5],
    [2, 3],
  ],
  [
    [20, 0, 5],
    [5, 0],
  ],
  [
    [20, 20, 0],
    [0, 0],
  ],
] as const)('cuts the longer of two texts first: %j to %j', ([first, second, maxLength], expected) => {
  expect(longestFirst(first, second, maxLength)).toEqual(expected);
});
