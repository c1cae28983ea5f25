import { expect, it } from 'vitest';
import { moveTo } from '../../../../../webview/shared/virtual/VirtualRows.tsx';

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
  expect(moveTo(key, at, 10, 5)).toBe(to);
});
