import { expect, test } from 'vitest';
import { attentionText, shareLeftOut } from '../../../../webview/neurons/attentionText.ts';

const tokens = ['not', 'a', 'film'];
const weights = Float32Array.of(0.125, 0.25, 0.5, 0.0625, 0.75, 0, 0.25, 0, 0.5);

test('a cell says how much its tokens attend to each other, in both directions', () => {
  expect(attentionText({ query: 0, key: 2 }, tokens, weights)).toBe(
    '“not” attends to “film”: 0.500 · “film” to “not”: 0.250',
  );
  expect(attentionText({ query: 1, key: 1 }, tokens, weights)).toBe('“a” attends to itself: 0.750');
});

test('a row or column says what its token attends to most, and what attends to it most', () => {
  expect(attentionText({ query: 0, key: null }, tokens, weights)).toBe(
    '“not” attends most to “film” 0.500, “a” 0.250, “not” 0.125',
  );
  expect(attentionText({ query: null, key: 0 }, [...tokens, 'x'], new Float32Array(16))).toMatch(
    /^“not” is attended to most by “not” 0\.000, “a” 0\.000, “film” 0\.000$/,
  );
});

test('the share that the matrix leaves out is what the rows lack', () => {
  expect(shareLeftOut(weights, 3)).toBeCloseTo(1 - 2.4375 / 3);
  expect(shareLeftOut(Float32Array.of(0.6, 0.5, 0.5, 0.5), 2)).toBe(0); // by rounding
});
