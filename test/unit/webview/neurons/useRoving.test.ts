import { expect, it } from 'vitest';
import { itemAfter } from '../../../../webview/neurons/useRoving.ts';

it('moves the focus along a list with the arrow keys, Home and End, and not beyond its ends', () => {
  const moves = (item: number) => ['ArrowRight', 'ArrowUp', 'Home', 'End'].map((key) => itemAfter(key, item, 5));
  expect(moves(2)).toEqual([3, 1, 0, 4]);
  expect(moves(0)).toEqual([1, 0, 0, 4]);
  expect(moves(4)).toEqual([4, 3, 0, 4]);
  expect(itemAfter('Enter', 2, 5)).toBeNull();
});
