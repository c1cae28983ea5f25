import { columnsOf, type Column } from '../../../../../src/core/comparison/runTable/columns.ts';
import type { Run } from '../../../../../src/core/runs/readRun.ts';

/** Columns of runs that are called by their ids, all of one experiment. */
export function someColumns(runs: readonly Run[]): Column[] {
  return columnsOf(runs, { nameOf: ({ id }) => id, experimentOf: () => 'mine' });
}
