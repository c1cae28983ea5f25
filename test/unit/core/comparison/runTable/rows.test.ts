import { describe, expect, it } from 'vitest';
import { tableCsv } from '../../../../../src/core/comparison/runTable/csv.ts';
import { cellOf, rowsOf, type RowsOptions } from '../../../../../src/core/comparison/runTable/rows.ts';
import type { Run } from '../../../../../src/core/runs/readRun.ts';
import { evaluationWith } from '../../runs/someEvaluation.ts';
import { someRun } from '../../../extension/someRun.ts';
import { someColumns } from './someColumns.ts';

function runOf(preset: string, seed: number, accuracy: number | null, pinned = false): Run {
  const id = `${preset} ${seed}`;
  const evaluation = accuracy === null ? null : evaluationWith(accuracy, 20, 5, 0.3);
  const run = someRun({ id, file: { safr: { preset }, seed }, evaluation });
  return { ...run, directory: `/runs/${id}`, notes: { ...run.notes, pinned } };
}

const runs = [
  ...[runOf('plain', 1, 0.7), runOf('safr', 1, null), runOf('safr', 2, 0.8)],
  ...[runOf('plain', 2, 0.6), runOf('plain', 3, 0.5), runOf('vmask', 1, 0.4, true)],
];
const columns = someColumns(runs);
const plain = { columns, sort: null, grouped: false, expanded: new Set<string>() };
const rows = (options: Partial<RowsOptions>) => rowsOf(runs, { ...plain, ...options });
const ids = (options: Partial<RowsOptions>) => rows(options).map(({ runs: [run] }) => run!.id);

describe('the rows of a table of runs', () => {
  it('keep the order of the runs, pinned ones first', () => {
    expect(ids({})).toEqual(['vmask 1', 'plain 1', 'safr 1', 'safr 2', 'plain 2', 'plain 3']);
  });

  it('are sorted by a column, runs without a value last', () => {
    const sort = { column: 'accuracy', descending: true };
    expect(ids({ sort })).toEqual(['vmask 1', 'safr 2', 'plain 1', 'plain 2', 'plain 3', 'safr 1']);
    expect(ids({ sort: { ...sort, descending: false } }).slice(1, 3)).toEqual(['plain 3', 'plain 2']);
  });

  it('are sorted as numbers where names have some', () => {
    const many = [runOf('safr', 10, null), runOf('safr', 9, null)];
    const sorted = rowsOf(many, { ...plain, columns: someColumns(many), sort: { column: 'name', descending: false } });
    expect(sorted.map(({ runs: [run] }) => run!.id)).toEqual(['safr 9', 'safr 10']);
  });

  it('are groups of runs that differ in their seed only, with means and intervals of measures', () => {
    const [pinned, group, other] = rows({ grouped: true });
    expect(pinned!.counted).toBe(null);
    expect([group!.variant, other!.variant]).toEqual(['preset plain', 'preset safr']);
    expect(group!.runs.map(({ id }) => id)).toEqual(['plain 1', 'plain 2', 'plain 3']);
    const cell = (id: string) =>
      cellOf(
        columns.find((column) => column.id === id)!,
        group!,
      );
    expect(cell('accuracy')).toMatchObject({
      n: 3,
      mean: expect.closeTo(60) as number,
      half: expect.closeTo(24.8, 1) as number,
    });
    expect(cell('safr.preset')).toBe('plain');
    expect(cell('seed')).toBe(null);
  });

  it('show the runs of a group below it, in the order of the column', () => {
    const key = rows({ grouped: true }).find(({ variant }) => variant === 'preset plain')!.key;
    const sort = { column: 'accuracy', descending: false };
    const shown = rows({ grouped: true, expanded: new Set([key]), sort });
    const inner = shown.filter(({ isInner }) => isInner).map(({ runs: [run] }) => run!.id);
    expect(inner).toEqual(['plain 3', 'plain 2', 'plain 1']);
    expect(shown.findIndex((row) => row.key === key)).toBe(shown.findIndex(({ isInner }) => isInner) - 1);
  });

  it('are a CSV file with every digit, of groups with intervals', () => {
    const some = columns.filter(({ id }) => id === 'name' || id === 'accuracy');
    expect(tableCsv(rows({}).slice(0, 2), some, false)).toBe('name,accuracy\nvmask 1,40\nplain 1,70\n');
    const [header, , group] = tableCsv(rows({ grouped: true }), some, true).split('\n');
    expect(header).toBe('run_count,name,accuracy,accuracy_half95,accuracy_n');
    expect(group).toMatch(/^3,preset plain,60,24\.84\d+,3$/);
  });
});
