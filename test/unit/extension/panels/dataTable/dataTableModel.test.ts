import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TextTable } from '../../../../../src/core/dataset/textTable.ts';
import {
  DataTableModel,
  type Predict,
  type RowsOfSlice,
} from '../../../../../src/extension/panels/dataTable/dataTableModel.ts';
import { eventually } from '../../fakeStudio.ts';

const state = { search: '', label: null, slice: null, onlyWrong: false, sort: null };
const slices = { long: { minTokens: 5 }, mistakes: { predicted: 'wrong' as const } };
const never = new AbortController().signal;
let table: TextTable;
let model: DataTableModel;
let predict: ReturnType<typeof vi.fn<Predict>>;
let rowsOfSlice: ReturnType<typeof vi.fn<RowsOfSlice>>;
let onRows: ReturnType<typeof vi.fn<() => void>>;

/** A text of n letters has the logit n for class a, and 5 for b. */
beforeEach(async () => {
  table = await TextTable.create();
  const rows = [3, 9, 6, 1].map((n, i) => ({ text: 'x'.repeat(n), label: i === 1 ? 'b' : 'a', line: i + 2 }));
  const filled = table.fill(batchesOf(rows), never, () => undefined);
  predict = vi.fn<Predict>(async (texts, words) =>
    texts.map(({ length }) => ({
      ...{ predicted: length > 5 ? 'a' : 'b', logits: { a: length, b: 5 } },
      words: words ? [{ start: 0, end: length, keep: 1 }] : [],
    })),
  );
  onRows = vi.fn();
  rowsOfSlice = vi.fn<RowsOfSlice>(async ({ minTokens = 0 }) => (minTokens > 0 ? [1, 2, 9] : [0, 1, 2, 3]));
  const options = { table, state, predict, filled, slices, rowsOfSlice, onRows };
  model = new DataTableModel({ ...options, onChange: () => undefined });
  await filled;
});
afterEach(() => table.dispose());

async function* batchesOf<T>(...batches: T[]): AsyncGenerator<T> {
  yield* batches;
}
const lengths = async () => (await model.rowsFrom(0, 10)).map(({ text }) => text.length);

describe('the table of a data set', () => {
  it('has its rows in the order of the file, those in view with predictions and words', async () => {
    expect(await lengths()).toEqual([3, 9, 6, 1]);
    await model.predictView(0, 2);
    const [first, , third] = await model.rowsFrom(0, 10);
    expect(first).toMatchObject({
      line: 2,
      prediction: { predicted: 'b', isWrong: true, margin: 2 },
      words: [[0, 3, 1]],
    });
    expect(third).toMatchObject({ prediction: null, words: [] });
    expect(onRows).toHaveBeenCalledOnce();
    await model.predictView(0, 2);
    expect(predict).toHaveBeenCalledOnce();
  });

  it('filters by text and label without predictions', async () => {
    await model.change({ kind: 'search', text: 'XXX' });
    expect(await lengths()).toEqual([3, 9, 6]);
    await model.change({ kind: 'label', label: 'a' });
    expect(await lengths()).toEqual([3, 6]);
    expect(model.message).toMatchObject({ count: 2, total: 4, labels: ['a', 'b'] });
    expect(predict).not.toHaveBeenCalled();
  });

  it('sorts by margin from the least certain, then the other way, then not at all', async () => {
    const orders: number[][] = [];
    for (let i = 0; i < 3; i++) {
      await model.change({ kind: 'sort', column: 'margin' });
      orders.push(await lengths());
    }
    expect(orders).toEqual([
      [6, 3, 9, 1],
      [9, 1, 3, 6],
      [3, 9, 6, 1],
    ]);
    expect(predict).toHaveBeenCalledOnce();
  });

  it('lists wrong predictions alone, the most wrong first', async () => {
    await model.change({ kind: 'onlyWrong', on: true });
    await model.change({ kind: 'sort', column: 'error' });
    expect(await lengths()).toEqual([9, 1, 3]);
  });

  it('filters by a slice, also by its condition on predictions, and reads its rows once', async () => {
    await model.change({ kind: 'slice', slice: 'long' });
    expect(await lengths()).toEqual([9, 6]);
    expect(model.message).toMatchObject({ slices: ['long', 'mistakes'], state: { slice: 'long' } });
    expect(predict).not.toHaveBeenCalled();
    await model.change({ kind: 'search', text: 'x'.repeat(7) });
    expect(await lengths()).toEqual([9]);
    expect(rowsOfSlice).toHaveBeenCalledOnce();
    await model.change({ kind: 'search', text: '' });
    await model.change({ kind: 'slice', slice: 'mistakes' });
    expect(await lengths()).toEqual([3, 9, 1]);
  });

  it('counts the correct among the predicted rows of the table', async () => {
    expect(model.message.predicted).toEqual({ labelled: 0, correct: 0 });
    await model.predictView(0, 2);
    expect(model.message.predicted).toEqual({ labelled: 2, correct: 0 });
    await model.predictRows();
    expect(model.message).toMatchObject({ predicted: { labelled: 4, correct: 1 }, progress: null });
    await model.change({ kind: 'slice', slice: 'long' });
    expect(model.message.predicted).toEqual({ labelled: 2, correct: 1 });
  });

  it('is as it was before the page was loaded again, but not arranged again where it is still there', async () => {
    const before = { ...state, slice: 'long', sort: { column: 'margin' as const, descending: true } };
    await model.change({ kind: 'restore', state: before });
    expect(await lengths()).toEqual([9, 6]);
    const { generation } = model.message;
    await model.change({ kind: 'restore', state: before });
    expect(model.message).toMatchObject({ generation, state: before });
    await model.change({ kind: 'restore', state: { ...state, slice: 'a slice of an earlier file' } });
    expect(await lengths()).toEqual([3, 9, 6, 1]);
  });

  it('shows that it is being read, and arranges the rows so far where that is stopped', async () => {
    let stop = () => undefined as void;
    const filled = new Promise<void>((_, reject) => (stop = () => reject(new Error('stopped'))));
    filled.catch(() => undefined);
    const options = { table, state, predict, filled, slices, rowsOfSlice, onRows };
    const reading = new DataTableModel({ ...options, onChange: () => undefined });
    expect(reading.message.progress).toEqual({ what: 'Reading, 4 rows so far', share: null, canCancel: true });
    const changing = reading.change({ kind: 'label', label: 'b' });
    stop();
    await changing;
    expect(reading.message).toMatchObject({ progress: null, count: 1 });
  });

  it('keeps its rows where a pass over all is cancelled', async () => {
    let finish = () => undefined as void;
    predict.mockImplementationOnce(() => new Promise((resolve) => (finish = () => resolve([null, null, null, null]))));
    const changing = model.change({ kind: 'sort', column: 'margin' });
    await eventually(() => expect(model.message.progress).toMatchObject({ what: 'Predicting', canCancel: true }));
    model.cancel();
    finish();
    await changing;
    expect(model.message).toMatchObject({ progress: null, state: { sort: null } });
    expect(await lengths()).toEqual([3, 9, 6, 1]);
  });

  it('says what went wrong, and shows the rows as they were', async () => {
    predict.mockRejectedValueOnce(new Error('the process ended'));
    await expect(model.change({ kind: 'onlyWrong', on: true })).rejects.toThrow('the process ended');
    expect(model.message.progress).toBe(null);
    expect(await lengths()).toEqual([3, 9, 6, 1]);
  });
});
