import type { Evaluation } from '../evaluation/evaluation.ts';
import { measureDeviation, measureValue } from '../evaluation/measureValue.ts';
import { inUnit, labelOf, measuresFor } from '../experiment/measures.ts';
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

/** The measures on the test split. SRS is at the headline fraction of each run. */
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
      groups: groups.map(({ counted }) => estimate(counted.flatMap((run) => values[run] ?? []))),
    };
  });
}

/** The headline fraction of all runs, such as 0.3, or "k" if they differ. */
function commonHeadline(evaluations: readonly (Evaluation | null)[]): number | 'k' {
  const all = new Set(evaluations.flatMap((evaluation) => evaluation?.srs.headline ?? []));
  return all.size === 1 ? [...all][0]! : 'k';
}
