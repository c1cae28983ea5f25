import type { Evaluation } from '../evaluation/evaluation.ts';
import { measureDeviation, measureValue } from '../evaluation/measureValue.ts';
import { inUnit, labelOf, measuresFor } from '../experiment/measures.ts';
import { estimate, type Estimate } from '../../common/statistics.ts';
import type { SeedGroup } from './seedGroups.ts';

/** One measure of several evaluations side by side. */
export interface FigureRow {
  readonly name: string;
  readonly unit: '%' | 'points' | '';
  readonly digits: number;
  /** Of each run; null where it was not measured. */
  readonly values: readonly (number | null)[];
  /** Of the values that are means: their sample deviation. */
  readonly deviations: readonly (number | null)[];
  /** Of each group: the mean over its seeds with its 95 % interval. */
  readonly groups: readonly (Estimate | null)[];
}

/** Of the test split. SRS is that at each run's own headline fraction. */
export function figureRows(evaluations: readonly (Evaluation | null)[], groups: readonly SeedGroup[]): FigureRow[] {
  const k = commonHeadline(evaluations);
  return measuresFor('comparison').map((measure) => {
    const ofEach = (read: typeof measureValue) =>
      evaluations.map((evaluation) => {
        const value = evaluation && read(evaluation, measure, evaluation.srs.headline);
        return value === null ? null : inUnit(measure, value);
      });
    const values = ofEach(measureValue);
    return {
      name: labelOf(measure, k),
      unit: measure.unit,
      digits: measure.decimals,
      values,
      deviations: ofEach(measureDeviation),
      groups: groups.map(({ runs }) => estimate(runs.flatMap((run) => values[run] ?? []))),
    };
  });
}

/** The fraction of the results, such as 0.3; where runs have several, "k". */
function commonHeadline(evaluations: readonly (Evaluation | null)[]): number | 'k' {
  const all = new Set(evaluations.flatMap((evaluation) => evaluation?.srs.headline ?? []));
  return all.size === 1 ? [...all][0]! : 'k';
}
