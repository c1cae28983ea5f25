import type { SweepCell, SweepGrid } from '../../src/protocol/sweep.ts';

export type CellState = SweepCell['state'];

/** In the order of the legend. The sign tells the state without colour. */
export const cellStates: readonly { readonly state: CellState; readonly sign: string }[] = [
  { state: 'done', sign: '✓' },
  { state: 'running', sign: '' },
  { state: 'waiting', sign: '·' },
  { state: 'stopped', sign: '–' },
  { state: 'failed', sign: '✗' },
];

/** Such as "safr.preset plain, seed 2"; "unchanged" for a sweep without fields. */
export function cellName({ fields, seeds }: SweepGrid, values: readonly string[], column: number): string {
  const parts = fields.map((field, i) => `${field} ${values[i]!}`);
  if (seeds.length > 0) parts.push(`seed ${seeds[column]!}`);
  return parts.join(', ') || 'unchanged';
}

/** Such as "running, 40 %" or "failed: rows.tsv: no such file". */
export function stateWords({ state, share, reason }: SweepCell): string {
  if (share !== null) return `${state}, ${Math.floor(100 * share)} %`;
  return reason === null ? state : `${state}: ${reason}`;
}

/** The share of the whole sweep that is done, 0 to 1. */
export function shareOfAll(cells: Iterable<SweepCell>): number {
  let [count, done] = [0, 0];
  for (const { state, share } of cells) {
    count++;
    done += state === 'done' ? 1 : (share ?? 0);
  }
  return count === 0 ? 0 : done / count;
}
