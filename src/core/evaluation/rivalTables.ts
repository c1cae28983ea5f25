import { counted, decimals } from '../../common/format.ts';
import type { Evaluation } from './evaluation.ts';
import type { RivalReport } from './measureRivals.ts';
import { rankingLabel, type RivalMethod } from './methodTally.ts';

/** How rankings of words or tokens compare on the same texts, as it is shown: one ranking per row. */
export interface RivalTable {
  /** Which texts these are. */
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What to know to read it. */
  readonly notes: readonly string[];
}

/** A table for each comparison of rankings, on texts of its own; empty if none was measured. */
export function rivalTables(evaluation: Evaluation): RivalTable[] {
  const { rivals, costlyRivals, explanations } = evaluation;
  const table = (report: RivalReport | undefined, which = '') => (report ? [tableOf(report, which, evaluation)] : []);
  return [...table(rivals), ...table(costlyRivals, ' drawn once'), ...table(explanations, ' that the file explains')];
}

function tableOf(report: RivalReport, which: string, { unit = 'word', srs: { headline } }: Evaluation): RivalTable {
  const isChecked = report.methods.some(({ randomWeights }) => randomWeights);
  const heads = [`${unit}s ranked by`, `SRS_imp(${headline})`, 'comprehensiveness ↑', 'sufficiency ↓', 'ms per text'];
  return {
    title: `Explanations on ${counted(report.sentences, 'text')}${which}`,
    heads: [...heads, ...(isChecked ? ['ρ, random weights'] : [])],
    rows: report.methods.map((method) => [
      ...cellsOf(method, headline),
      ...(isChecked ? [correlationCell(method)] : []),
    ]),
    notes: notesOf(report, isChecked),
  };
}

function cellsOf(method: RivalMethod, headline: number): string[] {
  const { name, curve, eraser, milliseconds } = method;
  const point = curve.find(({ k }) => k === headline);
  return [
    rankingLabel(method),
    decimals(point?.srs, 1),
    decimals(eraser?.aopc_compr, 3),
    decimals(eraser?.aopc_suff, 3),
    decimals(name === 'file' ? null : milliseconds, milliseconds < 10 ? 1 : 0),
  ];
}

/** The mean rank correlation with half of its interval. */
function correlationCell({ randomWeights }: RivalMethod): string {
  const half = randomWeights?.halfWidth;
  return `${decimals(randomWeights?.mean, 2)}${half == null ? '' : ` ± ${decimals(half, 2)}`}`;
}

function notesOf({ methods, completeness, shapley }: RivalReport, isChecked: boolean): string[] {
  const integrates = methods.some(({ name }) => name === 'integrated-gradients');
  const { meanGap, largestGap, tolerance, beyond } = completeness;
  const gap = `${decimals(meanGap, 4)} logits on average, ${decimals(largestGap, 3)} at most`;
  const exceeding = beyond === 0 ? '' : `; more than ${100 * tolerance} % in ${counted(beyond, 'text')}`;
  return [
    'higher SRS_imp and comprehensiveness are better, lower sufficiency; ms: time to rank, without the prediction itself',
    ...(integrates
      ? [`the sum of integrated gradients differs from the change of the margin by ${gap}${exceeding}`]
      : []),
    ...(shapley
      ? [
          `the standard error of a Shapley value is ${decimals(shapley.meanError, 3)} logits on average, its size ${decimals(shapley.meanSize, 3)}`,
        ]
      : []),
    ...(isChecked
      ? ['ρ: rank correlation with the scores by random weights, mean with its 95 % interval; near 0 is better']
      : []),
  ];
}
