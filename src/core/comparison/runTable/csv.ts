import { csvText, type CsvCell } from '../../../common/csv.ts';
import type { Column } from './columns.ts';
import { cellOf, type Row } from './rows.ts';

/** The rows with every digit. Of a group, a measure has its mean, half of its 95 % interval and the number of its values in columns of their own. */
export function tableCsv(rows: readonly Row[], columns: readonly Column[], grouped: boolean): string {
  const hasInterval = ({ kind }: Column) => grouped && kind === 'measure';
  const header = columns.flatMap((column) =>
    hasInterval(column) ? [column.id, `${column.id}_half95`, `${column.id}_n`] : [column.id],
  );
  const body = rows.map((row) =>
    columns.flatMap((column): CsvCell[] => {
      const cell = column.id === 'name' && row.counted ? row.variant : cellOf(column, row);
      if (typeof cell === 'object' && cell !== null) return [cell.mean, cell.half, cell.n];
      const value = column.id === 'started' && typeof cell === 'number' ? new Date(cell).toISOString() : cell;
      return hasInterval(column) ? [value, null, value === null ? 0 : 1] : [value];
    }),
  );
  if (!grouped) return csvText([header, ...body]);
  return csvText([['run_count', ...header], ...body.map((cells, i) => [rows[i]!.runs.length, ...cells])]);
}
