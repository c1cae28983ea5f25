import { rankingWords } from '../../core/evaluation/attribution/rankingNames.ts';
import type { RivalMethod } from '../../core/evaluation/methodTally.ts';
import type { Completeness } from '../../core/evaluation/rivalTally.ts';
import type { StoredEvaluation } from '../../core/runs/evaluationFile.ts';
import { colors } from './colors.ts';
import { counted, decimals } from '../../common/format.ts';
import { table } from './table.ts';

/** How each ranking of tokens fares, one a line; nothing where they were not measured. */
export function rivalLines({ rivals, srs: { headline } }: StoredEvaluation): string[] {
  if (!rivals) return [];
  const planted = rivals.methods.some(({ averagePrecision }) => averagePrecision !== null);
  const heads = ['tokens ranked by', `SRS_imp(${headline})`, 'aopc_compr', 'aopc_suff', 'ms a text'];
  if (planted) heads.push('planted words');
  const rows = rivals.methods.map((method) => row(method, headline, planted));
  return ['', ...table([heads.map(colors.bold), ...rows], 'lrrrrr'), ...remarks(rivals.completeness).map(colors.dim)];
}

function row({ name, curve, eraser, milliseconds, averagePrecision }: RivalMethod, headline: number, planted: boolean) {
  const point = curve.find(({ k }) => k === headline);
  return [
    rankingWords[name],
    decimals(point?.srs, 1),
    decimals(eraser?.aopc_compr, 3),
    decimals(eraser?.aopc_suff, 3),
    decimals(milliseconds, milliseconds < 10 ? 1 : 0),
    ...(planted ? [decimals(averagePrecision, 3)] : []),
  ];
}

function remarks({ meanGap, largestGap, tolerance, beyond }: Completeness): string[] {
  const missed = `${decimals(meanGap, 4)} logits on average, ${decimals(largestGap, 3)} at most`;
  const over = beyond === 0 ? '' : `; ${counted(beyond, 'text')} beyond ${100 * tolerance} %`;
  return [
    'higher SRS_imp and aopc_compr are better, lower aopc_suff; ms: to rank, beyond the prediction itself',
    `integrated gradients miss the change of the margin that they add up to by ${missed}${over}`,
  ];
}
