import { describe, expect, it } from 'vitest';
import { nextX, xViewOf, zoomed } from '../../../../webview/shared/xView.ts';

it('charts over the same x share a view', () => {
  expect(xViewOf('step')).toBe(xViewOf('step'));
  expect(xViewOf('step')).not.toBe(xViewOf('epoch'));
});

describe('a zoom', () => {
  it('keeps the range around the cursor and within the axis', () => {
    expect(zoomed([0, 100], [0, 100], 50, 0.5)).toEqual([25, 75]);
    expect(zoomed([0, 100], [0, 100], 0, 0.5)).toEqual([0, 50]);
    expect(zoomed([0, 100], [25, 75], 90, 0.5)).toEqual([75, 100]);
  });

  it('ends where all would be shown', () => {
    expect(zoomed([0, 100], [25, 75], 50, 2)).toBeNull();
  });
});

it('the cursor goes from point to point, and stays at the ends', () => {
  const xs = [1, 4, 9];
  expect([nextX(xs, null, 1), nextX(xs, 4, 1), nextX(xs, 9, 1)]).toEqual([1, 9, 9]);
  expect([nextX(xs, null, -1), nextX(xs, 5, -1), nextX(xs, 1, -1)]).toEqual([9, 4, 1]);
  expect(nextX([], null, 1)).toBeNull();
});
