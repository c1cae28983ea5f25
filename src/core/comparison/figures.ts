import type { ReportEvaluation } from '../runs/reportEvaluation.ts';
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

type Value = number | null | undefined;
type SrsPoint = ReportEvaluation['srs']['curve'][number];

/** Of the test split. SRS is that at each run's own headline fraction. */
export function figureRows(
  evaluations: readonly (ReportEvaluation | null)[],
  groups: readonly SeedGroup[],
): FigureRow[] {
  const row = (
    name: string,
    unit: FigureRow['unit'],
    value: (evaluation: ReportEvaluation) => Value,
    deviation: (evaluation: ReportEvaluation) => Value = () => null,
  ): FigureRow => {
    const of = (get: (evaluation: ReportEvaluation) => Value) =>
      evaluations.map((evaluation) => (evaluation ? (get(evaluation) ?? null) : null));
    const values = of(value);
    return {
      name,
      unit,
      digits: unit === '' ? 3 : 1,
      values,
      deviations: of(deviation),
      groups: groups.map(({ runs }) => estimate(runs.flatMap((run) => values[run] ?? []))),
    };
  };
  const percent = (share: Value) => (share == null ? null : 100 * share);
  const srs = (name: string, kind: 'imp' | 'inter' | 'both') => {
    const at = ({ srs: { curve, headline } }: ReportEvaluation): SrsPoint[typeof kind] =>
      curve.find(({ k }) => k === headline)?.[kind] ?? null;
    return [
      row(`${name}(${headlines(evaluations)})`, 'points', (evaluation) => at(evaluation)?.srs),
      row(
        '… at random',
        'points',
        (evaluation) => at(evaluation)?.random?.mean,
        (evaluation) => at(evaluation)?.random?.deviation,
      ),
    ];
  };
  return [
    row('accuracy', '%', ({ classification }) => percent(classification.accuracy)),
    ...srs('SRS_imp', 'imp'),
    ...srs('SRS_inter', 'inter'),
    ...srs('SRS', 'both'),
    row('aopc_compr', '', ({ eraser }) => eraser?.aopc_compr),
    row('aopc_suff', '', ({ eraser }) => eraser?.aopc_suff),
    row('monosemantic share, per text', '%', ({ neurons }) => percent(neurons.perInput.monosemanticShare)),
    row('monosemantic, over the corpus', '%', ({ neurons }) => percent(neurons.corpus.monosemantic)),
    row('polysemantic, over the corpus', '%', ({ neurons }) => percent(neurons.corpus.polysemantic)),
    row('dead, over the corpus', '%', ({ neurons }) => percent(neurons.corpus.dead)),
  ];
}

/** The fractions that figures are told at, such as "0.3"; where runs have several, "k". */
function headlines(evaluations: readonly (ReportEvaluation | null)[]): string {
  const all = new Set(evaluations.flatMap((evaluation) => evaluation?.srs.headline ?? []));
  return all.size === 1 ? String([...all][0]) : 'k';
}
