import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TextTable } from '../../../../../src/core/dataset/textTable.ts';
import { DataTableModel, type Predict } from '../../../../../src/extension/panels/dataTable/dataTableModel.ts';

const state = { search: '', label: null, onlyWrong: false, sort: null };
const never = new AbortController().signal;
let table: TextTable;
let model: DataTableModel;
let predict: ReturnType<typeof vi.fn<Predict>>;
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
  model = new DataTableModel({ table, state, predict, filled, onChange: () => undefined, onRows });
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

  it('keeps its rows where a pass over all is cancelled', async () => {
    let finish = () => undefined as void;
    predict.mockImplementationOnce(() => new Promise((resolve) => (finish = () => resolve([null, null, null, null]))));
    const changing = model.change({ kind: 'sort', column: 'margin' });
    await vi.waitFor(() => expect(model.message.progress).toMatchObject({ what: 'Predicting', canCancel: true }));
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
