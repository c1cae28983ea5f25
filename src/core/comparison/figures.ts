import type { Evaluation } from '../evaluation/evaluation.ts';
import { measureDeviation, measureValue } from '../evaluation/measureValue.ts';
import type { Slice, SliceValue } from '../evaluation/slice.ts';
import {
  inUnit,
  labelOf,
  measure,
  measuresFor,
  type KnownMeasure,
  type SliceMeasureId,
} from '../experiment/measures.ts';
import { estimate, type Estimate, type Interval } from '../../common/statistics.ts';
import { differenceOf, pairedInterval, sliceInterval, type Difference } from './difference.ts';
import type { SeedGroup } from './seedGroups.ts';

/** The values of one measure in several evaluations. */
export interface FigureRow {
  readonly name: string;
  /** Explanation in one sentence. */
  readonly help: string;
  readonly unit: '%' | 'points' | '';
  readonly digits: number;
  /** Value of each run; null if it was not measured. */
  readonly values: readonly (number | null)[];
  /** Sample deviation of each value that is a mean; null for others. */
  readonly deviations: readonly (number | null)[];
  /** For each group: the mean over its seeds with its 95 % interval. */
  readonly groups: readonly (Estimate | null)[];
  /** Of two runs; null if no two are compared, or one lacks the value. */
  readonly difference: Difference | null;
}

type Evaluations = readonly (Evaluation | null)[];
/** The value of a measure in an evaluation, as there; null if it was not measured. */
type Read = (evaluation: Evaluation, measure: KnownMeasure) => number | null;
/** The 95 % interval of the difference of two evaluations, second − first, in the unit of the measure; null if it is not known. */
type ReadInterval = (measure: KnownMeasure, first: Evaluation, second: Evaluation) => Interval | null;

/** How the values of a row are read. */
interface Reading {
  readonly value: Read;
  readonly deviation?: Read;
  readonly interval: ReadInterval;
}

/** Two runs by their numbers, the second of which is compared with the first. */
export type Pair = readonly [first: number, second: number];

/**
 * The measures on the test split, then those on its slices. SRS is at the headline fraction of each run. `pair`: the two runs whose differences
 * are asked for, evaluated on the same texts; null: none.
 */
export function figureRows(evaluations: Evaluations, groups: readonly SeedGroup[], pair: Pair | null): FigureRow[] {
  const k = commonHeadline(evaluations);
  const row = (name: string, shown: KnownMeasure, read: Reading): FigureRow => {
    const ofEach = (readOne: Read) =>
      evaluations.map((evaluation) => {
        const value = evaluation && readOne(evaluation, shown);
        return value === null ? null : inUnit(shown, value);
      });
    const values = ofEach(read.value);
    return {
      ...{ name, help: shown.help, unit: shown.unit, digits: shown.decimals, values },
      deviations: ofEach(read.deviation ?? (() => null)),
      groups: groups.map(({ counted }) => estimate(counted.flatMap((run) => values[run] ?? []))),
      difference: pair && differenceBetween(pair, shown, values, read.interval),
    };
  };
  const differenceBetween = ([a, b]: Pair, shown: KnownMeasure, values: FigureRow['values'], read: ReadInterval) => {
    const [first, second] = [evaluations[a], evaluations[b]];
    const [before, after] = [values[a], values[b]];
    if (!first || !second || before == null || after == null || !haveSameUnit(shown, first, second)) return null;
    return differenceOf(shown, after - before, read(shown, first, second));
  };
  const atHeadline =
    (read: typeof measureValue): Read =>
    (evaluation, shown) =>
      read(evaluation, shown, evaluation.srs.headline);
  const ofAllTexts = {
    value: atHeadline(measureValue),
    deviation: atHeadline(measureDeviation),
    interval: pairedInterval,
  };
  return [
    ...measuresFor('comparison').map((shown) => row(labelOf(shown, k), shown, ofAllTexts)),
    ...slicesOf(evaluations).flatMap((slice) =>
      comparedOfSlices.map((id) => row(`${slice.name}: ${labelOf(measure(id), k)}`, measure(id), ofSlice(slice, id))),
    ),
  ];
}

const comparedOfSlices = ['accuracy', 'srs'] as const;

/** The first slice of each name. */
function slicesOf(evaluations: Evaluations): Slice[] {
  const found = new Map<string, Slice>();
  for (const slice of evaluations.flatMap((evaluation) => evaluation?.slices ?? [])) {
    if (!found.has(slice.name)) found.set(slice.name, slice);
  }
  return [...found.values()];
}

/** SRS and AOPC of words are not those of tokens. */
function haveSameUnit({ path }: KnownMeasure, first: Evaluation, second: Evaluation): boolean {
  return !/^(srs|eraser)\./.test(path) || (first.unit ?? second.unit) === (second.unit ?? first.unit);
}

function ofSlice(slice: Slice, id: SliceMeasureId): Reading {
  return {
    value: (evaluation) => valueIn(evaluation, slice, id)?.value ?? null,
    interval: (shown, first, second) => {
      const [before, after] = [valueIn(first, slice, id), valueIn(second, slice, id)];
      return before && after ? sliceInterval(shown, before, after) : null;
    },
  };
}

/** undefined for a slice of other conditions. */
function valueIn({ slices = [] }: Evaluation, { name, where }: Slice, id: SliceMeasureId): SliceValue | undefined {
  const wanted = JSON.stringify(where);
  return slices.find((slice) => slice.name === name && JSON.stringify(slice.where) === wanted)?.values[id];
}

/** The headline fraction of all runs, such as 0.3, or "k" if they differ. */
function commonHeadline(evaluations: Evaluations): number | 'k' {
  const all = new Set(evaluations.flatMap((evaluation) => evaluation?.srs.headline ?? []));
  return all.size === 1 ? [...all][0]! : 'k';
}
