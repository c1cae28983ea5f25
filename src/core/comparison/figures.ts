import type { Evaluation } from '../evaluation/evaluation.ts';
import { measureDeviation, measureValue } from '../evaluation/measureValue.ts';
import type { Slice } from '../evaluation/slice.ts';
import {
  inUnit,
  labelOf,
  measure,
  measuresFor,
  type KnownMeasure,
  type SliceMeasureId,
} from '../experiment/measures.ts';
import { estimate, type Estimate } from '../../common/statistics.ts';
import type { SeedGroup } from './seedGroups.ts';

/** The values of one measure in several evaluations. */
export interface FigureRow {
  readonly name: string;
  readonly unit: '%' | 'points' | '';
  readonly digits: number;
  /** Value of each run; null if it was not measured. */
  readonly values: readonly (number | null)[];
  /** Sample deviation of each value that is a mean; null for others. */
  readonly deviations: readonly (number | null)[];
  /** For each group: the mean over its seeds with its 95 % interval. */
  readonly groups: readonly (Estimate | null)[];
}

type Evaluations = readonly (Evaluation | null)[];
/** The value of a measure in an evaluation, as there; null if it was not measured. */
type Read = (evaluation: Evaluation, measure: KnownMeasure) => number | null;

/** The measures on the test split, then those on its slices. SRS is at the headline fraction of each run. */
export function figureRows(evaluations: Evaluations, groups: readonly SeedGroup[]): FigureRow[] {
  const k = commonHeadline(evaluations);
  const row = (name: string, shown: KnownMeasure, read: Read, readDeviation: Read = () => null): FigureRow => {
    const ofEach = (readOne: Read) =>
      evaluations.map((evaluation) => {
        const value = evaluation && readOne(evaluation, shown);
        return value === null ? null : inUnit(shown, value);
      });
    const values = ofEach(read);
    return {
      ...{ name, unit: shown.unit, digits: shown.decimals, values },
      deviations: ofEach(readDeviation),
      groups: groups.map(({ counted }) => estimate(counted.flatMap((run) => values[run] ?? []))),
    };
  };
  const atHeadline =
    (read: typeof measureValue): Read =>
    (evaluation, shown) =>
      read(evaluation, shown, evaluation.srs.headline);
  return [
    ...measuresFor('comparison').map((shown) =>
      row(labelOf(shown, k), shown, atHeadline(measureValue), atHeadline(measureDeviation)),
    ),
    ...slicesOf(evaluations).flatMap((slice) =>
      comparedOfSlices.map((id) => row(`${slice.name}: ${labelOf(measure(id), k)}`, measure(id), readSlice(slice, id))),
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

/** null for a slice of other conditions. */
function readSlice({ name, where }: Slice, id: SliceMeasureId): Read {
  const wanted = JSON.stringify(where);
  return ({ slices = [] }) =>
    slices.find((slice) => slice.name === name && JSON.stringify(slice.where) === wanted)?.values[id]?.value ?? null;
}

/** The headline fraction of all runs, such as 0.3, or "k" if they differ. */
function commonHeadline(evaluations: Evaluations): number | 'k' {
  const all = new Set(evaluations.flatMap((evaluation) => evaluation?.srs.headline ?? []));
  return all.size === 1 ? [...all][0]! : 'k';
}
