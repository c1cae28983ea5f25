import { expect, it } from 'vitest';
import type { Plot } from '../../../../webview/shared/plot.ts';
import { positive, smoothed } from '../../../../webview/shared/smoothing.ts';

const plotOf = (...ys: readonly number[]): Plot => ({
  lines: [{ label: 'a', slot: 0, dashed: false, points: ys.map((y, x) => ({ x, y })) }],
});
const ysOf = ({ lines }: Plot) => lines[0]!.points.map(({ y }) => y);

it('a smoothed line is the moving average so far, and keeps what was measured', () => {
  const plot = smoothed(plotOf(4, 0, 2), 0.5);
  expect(ysOf(plot)).toEqual([4, expect.closeTo(4 / 3), expect.closeTo(12 / 7)]); // weights ½, ¼, ⅛ from the last
  expect(plot.lines[0]!.points.map(({ measured }) => measured)).toEqual([4, 0, 2]);
  expect(ysOf(smoothed(plotOf(3, 3, 3), 0.98))).toEqual([expect.closeTo(3), expect.closeTo(3), expect.closeTo(3)]);
});

it('a plot that is not smoothed stays the same', () => {
  const plot = plotOf(1, 2);
  expect(smoothed(plot, 0)).toBe(plot);
});

it('a logarithmic axis leaves out what is not positive', () => {
  expect(ysOf(positive(plotOf(1, 0, -1, 2)))).toEqual([1, 2]);
  expect(ysOf(positive(smoothed(plotOf(1, 0, 2), 0.5)))).toHaveLength(2);
});
