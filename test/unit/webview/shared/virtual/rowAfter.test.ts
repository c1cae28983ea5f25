import { expect, it } from 'vitest';
import { rowAfter } from '../../../../../webview/shared/virtual/rowAfter.ts';

it.each([
  ['ArrowDown', 9, 9],
  ['ArrowDown', 3, 4],
  ['ArrowUp', 0, 0],
  ['PageDown', 3, 8],
  ['PageUp', 3, 0],
  ['Home', 7, 0],
  ['End', 2, 9],
  ['Enter', 2, null],
])('%s at row %i of 10, 5 a page, moves to %s', (key, at, to) => {
  expect(rowAfter(key, at, 10, 5)).toBe(to);
});

it('no key moves in an empty list', () => {
  expect(rowAfter('ArrowDown', -1, 0, 5)).toBeNull();
});
