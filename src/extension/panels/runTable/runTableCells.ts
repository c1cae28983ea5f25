import { counted, missing } from '../../../common/format.ts';
import type { Column } from '../../../core/comparison/runTable/columns.ts';
import { cellOf, isPinned, type Row } from '../../../core/comparison/runTable/rows.ts';
import type { Run } from '../../../core/runs/readRun.ts';
import type { RunTableColumn, RunTableRow } from '../../../protocol/runTable.ts';

/** Of columns, in characters. */
const [minWidth, maxWidth] = [5, 22];
/** Of what cells of groups add to a mean, and of what they have in place of different settings. */
const [intervalWidth, countWidth, valuesWidth] = [' ± 12.3'.length, ' (n 12)'.length, '12 values'.length];
/** Runs that a width is measured on. */
const measuredRuns = 50;

/** `runs`: all of the table. */
export function columnMessage(
  column: Column,
  isShown: boolean,
  runs: readonly Run[],
  grouped: boolean,
): RunTableColumn {
  const { id, name, help, kind, isNumber } = column;
  return { id, name, help, kind, isNumber, isShown, width: isShown ? widthOf(column, runs, grouped) : minWidth };
}

function widthOf({ name, kind, valueIn, textOf }: Column, runs: readonly Run[], grouped: boolean): number {
  const values = runs.slice(0, measuredRuns).map(valueIn);
  const longest = Math.max(...values.map((value) => textOf(value).length), 0);
  const isMeasure = kind === 'measure';
  const added = grouped && isMeasure ? intervalWidth + (values.includes(null) ? countWidth : 0) : 0;
  const least = grouped && !isMeasure && new Set(values).size > 1 ? valuesWidth : minWidth;
  return Math.min(maxWidth, Math.max(least, longest + added, name.length + 2));
}

/** All that the panel shows of a row but what the user does with it. */
export function rowMessage(
  row: Row,
  columns: readonly Column[],
  contextOf: (run: Run) => string,
): Omit<RunTableRow, 'isExpanded' | 'isSelected'> {
  const { key, runs, counted: seeds, isInner } = row;
  const [run] = runs;
  return {
    key,
    kind: seeds ? 'group' : isInner ? 'inner' : 'run',
    isPinned: isPinned(row),
    state: (runs.find(({ status }) => status === 'running') ?? run!).status,
    cells: columns.map((column) => cellText(column, row)),
    context: seeds ? null : { run: run!.directory, webviewSection: contextOf(run!) },
  };
}

function cellText(column: Column, row: Row): string {
  const { runs, counted: seeds, variant } = row;
  if (seeds && column.id === 'name') return [variant, counted(runs.length, 'run')].filter(Boolean).join(' · ');
  const cell = cellOf(column, row);
  if (typeof cell === 'object' && cell !== null) {
    const { mean, half, n } = cell;
    const interval = half === null ? '' : ` ± ${column.textOf(half)}`;
    return `${column.textOf(mean)}${interval}${n === seeds?.length ? '' : ` (n ${n})`}`;
  }
  if (cell !== null || !seeds) return column.textOf(cell);
  const values = new Set(runs.map(column.valueIn)).size;
  return values < 2 || column.kind === 'measure' ? missing : counted(values, 'value');
}
