import { printable, shortened } from '../../common/printable.ts';
import { sliceNote, sliceTable } from '../../core/evaluation/sliceTable.ts';
import type { StoredEvaluation } from '../../core/runs/evaluationFile.ts';
import { colors } from './colors.ts';
import { table } from './table.ts';

/** The longest description of a slice that is shown, in characters. */
const maxWhereLength = 36;

/** The measures of the slices, each with its interval in the line below; empty if there are none. */
export function sliceLines(evaluation: StoredEvaluation): string[] {
  const found = sliceTable(evaluation);
  if (!found) return [];
  const rows = found.rows.flatMap(({ name, where, texts, cells }) => [
    [shortened(printable(name), maxWhereLength), texts, ...cells.map(({ text }) => text)],
    [
      where && ` ${shortened(printable(where), maxWhereLength)}`,
      '',
      ...cells.map(({ interval }) => interval ?? ''),
    ].map(colors.dim),
  ]);
  return [
    '',
    `${colors.bold('slices')}  ${colors.dim(`of the ${evaluation.split} split; ${sliceNote}`)}`,
    ...table(rows, `l${'r'.repeat(found.heads.length + 1)}`, {
      header: ['', 'texts', ...found.heads].map(colors.bold),
    }),
    ...found.notes.map((note) => `${colors.yellow('note:')} ${note}`),
  ];
}
