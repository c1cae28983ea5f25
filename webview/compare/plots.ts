import type { BandPoint, Group, GroupCurves } from '../../src/protocol/compare.ts';
import type { Line, Plot } from '../shared/plot.ts';
import { lettersOf } from './letters.ts';

/** A line a group, with a band where it has several runs, and dashed the same removal at random. */
export function bandPlot(groups: readonly Group[], curves: GroupCurves): Plot {
  const lines = groups.flatMap(({ runs }, slot): Line[] => {
    const { points, random } = curves[slot]!;
    const line = { slot, label: lettersOf(runs), dashed: false, points: points.map(pointOf(runs.length > 1)) };
    const dashed = { slot, label: `${line.label}, random`, dashed: true, points: random.map(pointOf(false)) };
    return [line, dashed].filter(({ points }) => points.length > 0);
  });
  return { lines };
}

function pointOf(hasBand: boolean): (point: BandPoint) => Line['points'][number] {
  return ({ x, mean, low, high }) => (hasBand ? { x, y: mean, range: [low, high] } : { x, y: mean });
}
