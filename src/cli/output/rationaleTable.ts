import { rationaleNote, rationaleTables } from '../../core/evaluation/rationaleTables.ts';
import type { Evaluation } from '../../core/evaluation/evaluation.ts';
import { colors } from './colors.ts';
import { table } from './table.ts';

/** A table for each rationale of the texts, with one row per ranking of the words or tokens; empty if the texts have none. */
export function rationaleLines(evaluation: Evaluation): string[] {
  const tables = rationaleTables(evaluation).flatMap(({ title, remark, heads, rows }) => [
    '',
    `${colors.bold(title)}  ${colors.dim(remark)}`,
    ...table(rows, 'lrrrr', { header: heads.map(colors.bold) }),
  ]);
  return tables.length === 0 ? [] : [...tables, colors.dim(rationaleNote)];
}
