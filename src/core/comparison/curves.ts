import type { Evaluation } from '../evaluation/evaluation.ts';
import type { EpochMetrics } from '../runs/metrics.ts';
import type { DetailedRun } from '../runs/readRun.ts';
import type { SeedGroup } from './seedGroups.ts';

/** The mean, smallest and largest value over the seeds of a group. */
export interface BandPoint {
  readonly x: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Of one group; empty if not all of its counted runs were measured. */
export interface GroupCurve {
  readonly points: readonly BandPoint[];
  /** For curves over k: the values of random removal. */
  readonly random: readonly BandPoint[];
}

/** One curve per group, in their order. Shares are in percent, SRS in points. */
export interface ComparedCurves {
  /** Over epochs: the first on the training split, the others on the dev split or its sample. */
  readonly crossEntropy: readonly GroupCurve[];
  readonly devAccuracy: readonly GroupCurve[];
  readonly devSrs: readonly GroupCurve[];
  readonly monosemantic: readonly GroupCurve[];
  /** Over k, on the test split. */
  readonly srsImp: readonly GroupCurve[];
  readonly srsInter: readonly GroupCurve[];
  readonly srs: readonly GroupCurve[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

export function curvesOf(
  groups: readonly SeedGroup[],
  runs: readonly DetailedRun[],
  evaluations: readonly (Evaluation | null)[],
): ComparedCurves {
  const overEpochs = (value: (epoch: EpochMetrics) => number | null) =>
    groups.map((group) => ({
      points: bandOver(group.counted.map((run) => epochPoints(runs[run]!, value))),
      random: [],
    }));
  const overFractions = (kind: 'imp' | 'inter' | 'both') =>
    groups.map((group) => ({
      points: bandOver(group.counted.map((run) => srsPoints(evaluations[run]!, kind, false))),
      random: bandOver(group.counted.map((run) => srsPoints(evaluations[run]!, kind, true))),
    }));
  return {
    crossEntropy: overEpochs(({ losses }) => losses.crossEntropy),
    devAccuracy: overEpochs(({ devAccuracy }) => 100 * devAccuracy),
    devSrs: overEpochs(({ devSrs }) => devSrs),
    monosemantic: overEpochs(({ neurons }) => neurons && 100 * neurons.monosemantic),
    srsImp: overFractions('imp'),
    srsInter: overFractions('inter'),
    srs: overFractions('both'),
  };
}

/** The points at every x that all curves have: epochs up to the last one that every seed has. */
export function bandOver(curves: readonly (readonly Point[])[]): BandPoint[] {
  const [first = [], ...others] = curves.map((curve) => new Map(curve.map(({ x, y }) => [x, y])));
  return [...first].flatMap(([x, y]) => {
    const rest = others.flatMap((curve) => curve.get(x) ?? []);
    if (rest.length < others.length) return [];
    const values = [y, ...rest];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [{ x, mean, low: Math.min(...values), high: Math.max(...values) }];
  });
}

function epochPoints({ metrics }: DetailedRun, value: (epoch: EpochMetrics) => number | null): Point[] {
  return metrics.flatMap((line) => {
    const y = line.kind === 'epoch' ? value(line) : null;
    return y === null ? [] : [{ x: line.epoch, y }];
  });
}

function srsPoints(evaluation: Evaluation | null, kind: 'imp' | 'inter' | 'both', random: boolean): Point[] {
  return (evaluation?.srs.curve ?? []).flatMap(({ k, [kind]: value }) => {
    const y = random ? value?.random?.mean : value?.srs;
    return y === undefined ? [] : [{ x: k, y }];
  });
}
