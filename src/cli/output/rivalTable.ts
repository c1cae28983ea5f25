import { rivalTables } from '../../core/evaluation/rivalTables.ts';
import type { StoredEvaluation } from '../../core/runs/evaluationFile.ts';
import { colors } from './colors.ts';
import { table } from './table.ts';

/** A table for each comparison of rankings of the words or tokens; empty if they were not measured. */
export function rivalLines(evaluation: StoredEvaluation): string[] {
  return rivalTables(evaluation).flatMap(({ title, heads, rows, notes }) => [
    '',
    colors.bold(title),
    ...table(rows, `l${'r'.repeat(heads.length - 1)}`, { header: heads.map(colors.bold) }),
    ...notes.map(colors.dim),
  ]);
}
