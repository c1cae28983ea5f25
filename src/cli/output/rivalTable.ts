import { rankingWords } from '../../core/evaluation/attribution/rankingNames.ts';
import type { RivalMethod } from '../../core/evaluation/methodTally.ts';
import type { Completeness } from '../../core/evaluation/rivalTally.ts';
import type { StoredEvaluation } from '../../core/runs/evaluationFile.ts';
import { colors } from './colors.ts';
import { counted, decimals } from '../../common/format.ts';
import { table } from './table.ts';

/** A table with one row per ranking of the words or tokens; empty if they were not measured. */
export function rivalLines({ rivals, unit = 'word', srs: { headline } }: StoredEvaluation): string[] {
  if (!rivals) return [];
  const heads = [`${unit}s ranked by`, `SRS_imp(${headline})`, 'aopc_compr', 'aopc_suff', 'ms per text'];
  const rows = rivals.methods.map((method) => row(method, headline));
  return ['', ...table([heads.map(colors.bold), ...rows], 'lrrrr'), ...remarks(rivals.completeness).map(colors.dim)];
}

function row({ name, curve, eraser, milliseconds }: RivalMethod, headline: number) {
  const point = curve.find(({ k }) => k === headline);
  return [
    rankingWords[name],
    decimals(point?.srs, 1),
    decimals(eraser?.aopc_compr, 3),
    decimals(eraser?.aopc_suff, 3),
    decimals(milliseconds, milliseconds < 10 ? 1 : 0),
  ];
}

function remarks({ meanGap, largestGap, tolerance, beyond }: Completeness): string[] {
  const error = `${decimals(meanGap, 4)} logits on average, ${decimals(largestGap, 3)} at most`;
  const exceeding = beyond === 0 ? '' : `; more than ${100 * tolerance} % in ${counted(beyond, 'text')}`;
  return [
    'higher SRS_imp and aopc_compr are better, lower aopc_suff; ms: time to rank, without the prediction itself',
    `the sum of integrated gradients differs from the change of the margin by ${error}${exceeding}`,
  ];
}
