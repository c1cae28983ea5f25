import { estimate, type Estimate } from '../../../common/statistics.ts';
import type { Run } from '../../runs/readRun.ts';
import { seedGroups } from '../seedGroups.ts';
import type { Column, Value } from './columns.ts';

/** A run, or a group of runs that differ in their seed only. */
export interface Row {
  /** The directory of the run; of a group, that of its newest run with a mark. Unique in a table. */
  readonly key: string;
  /** The newest first. */
  readonly runs: readonly Run[];
  /** Those that count for means, one per seed; null for a run. */
  readonly counted: readonly Run[] | null;
  /** How a group differs from the others. */
  readonly variant: string;
  /** Whether it is a run of the group above. */
  readonly isInner: boolean;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

export interface RowsOptions {
  readonly columns: readonly Column[];
  readonly sort: Sort | null;
  readonly grouped: boolean;
  /** Keys of groups whose runs are shown. */
  readonly expanded: ReadonlySet<string>;
}

/** The rows of a table. Pinned runs come first, then the order of the column; runs with equal values stay as given, those without one come last. */
export function rowsOf(runs: readonly Run[], { columns, sort, grouped, expanded }: RowsOptions): Row[] {
  const column = columns.find(({ id }) => id === sort?.column);
  const inOrder = (rows: readonly Row[]) => ordered(rows, column, sort?.descending ?? false);
  if (!grouped) return inOrder(runs.map((run) => runRow(run, false)));
  return inOrder(groupRows(runs)).flatMap((row) =>
    expanded.has(row.key) ? [row, ...inOrder(row.runs.map((run) => runRow(run, true)))] : [row],
  );
}

function runRow(run: Run, isInner: boolean): Row {
  return { key: run.directory, runs: [run], counted: null, variant: '', isInner };
}

function groupRows(runs: readonly Run[]): Row[] {
  return seedGroups(runs).map(({ variant, runs: members, counted }) => {
    const own = members.map((i) => runs[i]!);
    if (own.length === 1) return runRow(own[0]!, false);
    const key = `group ${own[0]!.directory}`;
    return { key, runs: own, counted: counted.map((i) => runs[i]!), variant, isInner: false };
  });
}

function ordered(rows: readonly Row[], column: Column | undefined, descending: boolean): Row[] {
  const keyed = rows.map((row) => ({ row, isPinned: isPinned(row), key: column ? sortValue(column, row) : null }));
  keyed.sort((a, b) => Number(b.isPinned) - Number(a.isPinned) || compare(a.key, b.key, descending));
  return keyed.map(({ row }) => row);
}

/** A group is pinned where one of its runs is. */
export function isPinned({ runs }: Row): boolean {
  return runs.some(({ notes }) => notes.pinned);
}

const collator = new Intl.Collator('en', { numeric: true });

function compare(a: Value, b: Value, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
  return descending ? -order : order;
}

function sortValue(column: Column, row: Row): Value {
  const cell = cellOf(column, row);
  return typeof cell === 'object' && cell !== null ? cell.mean : cell;
}

/** Of a run, its value; of a group, the mean of a measure with its interval, else the value that all have, else null. */
export function cellOf({ kind, valueIn }: Column, { runs, counted }: Row): Value | Estimate {
  if (!counted) return valueIn(runs[0]!);
  if (kind === 'measure') {
    return estimate(counted.map(valueIn).filter((value) => typeof value === 'number'));
  }
  const values = new Set(runs.map(valueIn));
  return values.size === 1 ? [...values][0]! : null;
}
