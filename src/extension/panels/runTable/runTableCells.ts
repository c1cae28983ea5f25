import { counted, missing } from '../../../common/format.ts';
import type { Column } from '../../../core/comparison/runTable/columns.ts';
import { cellOf, isPinned, type Row } from '../../../core/comparison/runTable/rows.ts';
import type { Run } from '../../../core/runs/readRun.ts';
import type { RunTableColumn, RunTableRow } from '../../../protocol/runTable.ts';

/** Widths in characters, and how many runs a width is measured on. */
const [minWidth, maxWidth, intervalWidth, measuredRuns] = [5, 22, 7, 50];

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
  const texts = runs.slice(0, measuredRuns).map((run) => textOf(valueIn(run)).length);
  const longest = Math.max(...texts, 0) + (grouped && kind === 'measure' ? intervalWidth : 0);
  return Math.min(maxWidth, Math.max(minWidth, longest, name.length + 2));
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
