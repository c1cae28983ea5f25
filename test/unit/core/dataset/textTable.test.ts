import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { TextTable, type TableText } from '../../../../src/core/dataset/textTable.ts';

const rows: TableText[] = Array.from({ length: 5000 }, (_, i) => ({
  ...{ text: i % 3 === 0 ? `Wörter “${i}”` : 'x'.repeat(i % 50), label: i % 4 === 0 ? null : `class ${i % 4}` },
  line: 2 * i + 1,
}));
const never = new AbortController().signal;

async function* inBatches(size: number): AsyncGenerator<TableText[]> {
  for (let at = 0; at < rows.length; at += size) {
    await setImmediate();
    yield rows.slice(at, at + size);
  }
}

async function someTable(): Promise<TextTable> {
  const table = await TextTable.create();
  onTestFinished(() => table.dispose());
  await table.fill(inBatches(700), never, () => undefined);
  return table;
}

it('has the rows in any order, with their labels and lines', async () => {
  const table = await someTable();
  expect(table.count).toBe(5000);
  expect(table.labels).toEqual(['class 1', 'class 2', 'class 3']);
  const wanted = [4999, 0, 1, 2, 699, 700, 2100];
  expect(await table.rows(wanted)).toEqual(wanted.map((index) => rows[index]));
  expect([0, 1].map((index) => table.labelAt(index))).toEqual([null, 'class 1']);
});

it('can be read while it is filled', async () => {
  const table = await TextTable.create();
  onTestFinished(() => table.dispose());
  const counts: number[] = [];
  const filled = table.fill(inBatches(2500), never, () => counts.push(table.count));
  await expect.poll(() => table.count).toBeGreaterThan(0);
  expect(await table.rows([3])).toEqual([rows[3]]);
  await filled;
  expect(counts).toEqual([2500, 5000]);
});

it('finds texts in any case, with progress', async () => {
  const table = await someTable();
  const shares: number[] = [];
  expect(await table.find('WÖRTER “4998', never, (share) => shares.push(share))).toEqual([4998]);
  expect(shares).toEqual([0, 0.4, 0.8]);
});

it('ends a reading or a search that is cancelled', async () => {
  const table = await someTable();
  const aborted = AbortSignal.abort(new Error('cancelled'));
  await expect(table.find('x', aborted, () => undefined)).rejects.toThrow('cancelled');
  await expect(table.fill(inBatches(10), aborted, () => undefined)).rejects.toThrow('cancelled');
});
