import type { PredictedText } from '../../../core/evaluation/explanation/predictedText.ts';
import type { TableText, TextTable } from '../../../core/dataset/textTable.ts';
import type { DataTableMessage, DataTableRow, DataTableState, FromDataTable } from '../../../protocol/dataTable.ts';
import { Predictions } from './predictions.ts';

export type DataTableChange = Extract<FromDataTable, { readonly kind: 'search' | 'label' | 'onlyWrong' | 'sort' }>;

/** Predicts texts; `words`: with their words. Errors: UserError; the signal's reason. */
export type Predict = (
  texts: readonly string[],
  words: boolean,
  signal: AbortSignal,
) => Promise<readonly (PredictedText | null)[]>;

/** Texts that are predicted together: for rows in view few, so that scrolling does not wait. */
const [viewBatch, passBatch] = [24, 128];
/** Longest beginning of a text that is sent. */
const maxText = 1000;

type Progress = DataTableMessage['progress'];

interface DataTableOptions {
  readonly table: TextTable;
  readonly state: DataTableState;
  /** null: there is no run that predicts. */
  readonly predict: Predict | null;
  /** Resolves once all rows are in the table. */
  readonly filled: Promise<void>;
  /** The table or its progress has changed. */
  readonly onChange: () => void;
  /** Rows in view have predictions. */
  readonly onRows: () => void;
}

/** The table of a data set as its panel shows it: which rows, in which order, and what is predicted of them. */
export class DataTableModel {
  readonly #options: DataTableOptions;
  readonly #predictions = new Predictions();
  #state: DataTableState;
  /** Numbers of the rows; null: all, in the order of the file. */
  #order: readonly number[] | null = null;
  #generation = 0;
  #progress: Progress = null;
  #arranging = new AbortController();
  #viewing = new AbortController();
  /** What is or was predicted for the view. */
  #viewed = '';

  constructor(options: DataTableOptions) {
    this.#options = options;
    this.#state = options.state;
  }

  get count(): number {
    return this.#order?.length ?? this.#options.table.count;
  }

  get message(): Pick<DataTableMessage, 'generation' | 'count' | 'total' | 'labels' | 'progress' | 'state'> {
    const { table } = this.#options;
    const [generation, progress, state] = [this.#generation, this.#progress, this.#state];
    return { generation, count: this.count, total: table.count, labels: table.labels, progress, state };
  }

  async rowsFrom(start: number, count: number): Promise<DataTableRow[]> {
    const indices = this.#indices(start, count);
    const rows = await this.#options.table.rows(indices);
    return rows.map(({ text, label, line }, i) => {
      const index = indices[i]!;
      const words = this.#predictions.wordsAt(index).filter(([, end]) => end <= maxText);
      return { index, line, text: text.slice(0, maxText), label, prediction: this.#predictions.at(index), words };
    });
  }

  async textAt(index: number): Promise<TableText | undefined> {
    return index < this.#options.table.count ? (await this.#options.table.rows([index]))[0] : undefined;
  }

  /** Predicts the rows that came into view, in place of those that were asked for before. */
  async predictView(start: number, count: number): Promise<void> {
    const indices = this.#indices(start, count);
    const viewed = `${this.#generation} ${start} ${indices.length}`;
    if (viewed === this.#viewed) return;
    this.#viewed = viewed;
    this.#viewing.abort();
    this.#viewing = new AbortController();
    const { signal } = this.#viewing;
    const missing = indices.filter((index) => !this.#predictions.isShaded(index));
    await this.#predict(missing, { words: true, batch: viewBatch, signal, onBatch: () => this.#options.onRows() });
  }

  /** Errors: as `Predict`. A change that ends before is replaced by the next one. */
  async change(change: DataTableChange): Promise<void> {
    this.#state = changed(this.#state, change);
    await this.arrange();
  }

  /** Reads or predicts what the order needs; may take long, with progress. */
  async arrange(): Promise<void> {
    this.#arranging.abort();
    this.#arranging = new AbortController();
    const { signal } = this.#arranging;
    this.#options.onChange();
    try {
      const order = await this.#arranged(signal);
      if (signal.aborted) return;
      this.#order = order;
      this.#generation++;
      this.#show(null);
    } catch (error) {
      if (signal.aborted) return;
      this.#show(null);
      throw error;
    }
  }

  /** Ends what takes long: the rows stay as they are, without the order that was asked for. */
  cancel(): void {
    this.#arranging.abort();
    this.#state = { ...this.#state, sort: null, onlyWrong: false };
    this.#show(null);
  }

  dispose(): void {
    this.#arranging.abort();
    this.#viewing.abort();
  }

  async #arranged(signal: AbortSignal): Promise<readonly number[] | null> {
    const { search, label, onlyWrong, sort } = this.#state;
    const { table, filled } = this.#options;
    if (search === '' && label === null && !onlyWrong && !sort) return null;
    await filled;
    signal.throwIfAborted();
    const found =
      search === ''
        ? Array.from({ length: table.count }, (_, i) => i)
        : await table.find(search, signal, (share) => this.#show({ what: 'Searching', share, canCancel: true }));
    const labelled = label === null ? found : found.filter((index) => table.labelAt(index) === label);
    if (!onlyWrong && !sort) return labelled;
    await this.#predictAll(labelled, signal);
    const wrong = onlyWrong ? labelled.filter((index) => this.#predictions.at(index)?.isWrong) : labelled;
    return sort ? this.#sorted(wrong, sort) : wrong;
  }

  async #predictAll(indices: readonly number[], signal: AbortSignal): Promise<void> {
    const missing = indices.filter((index) => !this.#predictions.isKnown(index));
    const onBatch = (done: number) => this.#show({ what: 'Predicting', share: done / missing.length, canCancel: true });
    if (missing.length > 0) onBatch(0);
    await this.#predict(missing, { words: false, batch: passBatch, signal, onBatch });
  }

  #sorted(indices: readonly number[], { column, descending }: NonNullable<DataTableState['sort']>): number[] {
    const keyed = indices.map((index) => ({ index, key: this.#predictions.at(index)?.[column] ?? null }));
    keyed.sort((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      return descending ? b.key - a.key : a.key - b.key;
    });
    return keyed.map(({ index }) => index);
  }

  async #predict(
    indices: readonly number[],
    options: { words: boolean; batch: number; signal: AbortSignal; onBatch: (done: number) => void },
  ): Promise<void> {
    const { table, predict } = this.#options;
    const { words, batch, signal, onBatch } = options;
    if (!predict) return;
    for (let at = 0; at < indices.length; at += batch) {
      const some = indices.slice(at, at + batch);
      const rows = await table.rows(some);
      if (signal.aborted) return;
      const predicted = await predict(
        rows.map(({ text }) => text),
        words,
        signal,
      );
      some.forEach((index, i) => this.#predictions.set(index, rows[i]!.label, predicted[i]!));
      if (signal.aborted) return;
      onBatch(at + some.length);
    }
  }

  #indices(start: number, count: number): number[] {
    const length = Math.max(0, Math.min(count, this.count - start));
    return Array.from({ length }, (_, i) => this.#order?.[start + i] ?? start + i);
  }

  #show(progress: Progress): void {
    this.#progress = progress;
    this.#options.onChange();
  }
}

function changed(state: DataTableState, change: DataTableChange): DataTableState {
  switch (change.kind) {
    case 'search':
      return { ...state, search: change.text };
    case 'label':
      return { ...state, label: change.label };
    case 'onlyWrong':
      return { ...state, onlyWrong: change.on };
    case 'sort':
      return { ...state, sort: nextSort(state.sort, change.column) };
  }
}

/** The least certain and the most wrong are looked for first. */
function nextSort(sort: DataTableState['sort'], column: 'margin' | 'error'): DataTableState['sort'] {
  const first = column === 'error';
  if (sort?.column !== column) return { column, descending: first };
  return sort.descending === first ? { column, descending: !first } : null;
}
