import { isDeepStrictEqual } from 'node:util';
import type { PredictedText } from '../../../core/evaluation/explanation/predictedText.ts';
import type { TableText, TextTable } from '../../../core/dataset/textTable.ts';
import type { SliceConditions, Slices } from '../../../core/experiment/sections/slices.ts';
import type { DataTableMessage, DataTableRow, DataTableState } from '../../../protocol/dataTable.ts';
import { counted } from '../../../common/format.ts';
import { changedState, type DataTableChange } from './changedState.ts';
import { Predictions } from './predictions.ts';

/** Predicts texts; `words`: with their words. Errors: UserError; the signal's reason. */
export type Predict = (
  texts: readonly string[],
  words: boolean,
  signal: AbortSignal,
) => Promise<readonly (PredictedText | null)[]>;

/** The rows that meet the conditions of a slice but for those on predictions, ascending. Errors: as `Predict`. */
export type RowsOfSlice = (where: SliceConditions, signal: AbortSignal) => Promise<readonly number[]>;

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
  /** Of the run's experiment; none without a run. */
  readonly slices: Slices;
  readonly rowsOfSlice: RowsOfSlice;
  /** Settles once no more rows come into the table. */
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
  /** The state that the rows are shown by. */
  #arrangedState: DataTableState;
  /** Numbers of the rows; null: all, in the order of the file. */
  #order: readonly number[] | null = null;
  #generation = 0;
  #progress: Progress = null;
  #arranging = new AbortController();
  #viewing = new AbortController();
  /** What is or was predicted for the view. */
  #viewed = '';
  /** Whether more rows are still being read. */
  #isReading = true;
  /** Rows of slices, by the JSON of their conditions. */
  readonly #sliceRows = new Map<string, readonly number[]>();
  /** For `predicted`: of which rows and predictions it is. */
  #counted = { key: '', labelled: 0, correct: 0 };

  constructor(options: DataTableOptions) {
    this.#options = options;
    this.#state = options.state;
    this.#arrangedState = options.state;
    const onEnd = () => {
      this.#isReading = false;
      options.onChange();
    };
    options.filled.then(onEnd, onEnd);
  }

  get isReading(): boolean {
    return this.#isReading;
  }

  get count(): number {
    return this.#order?.length ?? this.#options.table.count;
  }

  get message(): Pick<
    DataTableMessage,
    'generation' | 'count' | 'total' | 'labels' | 'slices' | 'predicted' | 'progress' | 'state'
  > {
    const { table, slices } = this.#options;
    return {
      ...{ generation: this.#generation, count: this.count, total: table.count },
      ...{ labels: table.labels, slices: Object.keys(slices), predicted: this.#predicted },
      ...{ progress: this.#progress ?? this.#readingProgress, state: this.#state },
    };
  }

  get #readingProgress(): Progress {
    const what = `Reading, ${counted(this.#options.table.count, 'row')} so far`;
    return this.#isReading ? { what, share: null, canCancel: true } : null;
  }

  get #predicted(): DataTableMessage['predicted'] {
    const key = `${this.#generation} ${this.count} ${this.#predictions.version}`;
    if (key !== this.#counted.key) {
      let [labelled, correct] = [0, 0];
      for (let i = 0; i < this.count; i++) {
        const isWrong = this.#predictions.isWrong(this.#order?.[i] ?? i);
        if (isWrong !== null) labelled++;
        if (isWrong === false) correct++;
      }
      this.#counted = { key, labelled, correct };
    }
    const { labelled, correct } = this.#counted;
    return { labelled, correct };
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
    if (change.kind === 'restore' && isDeepStrictEqual(change.state, this.#state)) return;
    this.#state = changedState(this.#state, change);
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
      this.#arrangedState = this.#state;
      this.#generation++;
      this.#show(null);
    } catch (error) {
      if (signal.aborted) return;
      this.cancel();
      throw error;
    }
  }

  /** Predicts all rows of the table, with progress. Errors: as `Predict`. */
  async predictRows(): Promise<void> {
    this.#arranging.abort();
    this.#arranging = new AbortController();
    const { signal } = this.#arranging;
    try {
      await this.#predictAll(this.#indices(0, this.count), signal);
    } finally {
      if (!signal.aborted) this.#show(null);
    }
  }

  /** Ends what takes long: the rows stay as they are. */
  cancel(): void {
    this.#arranging.abort();
    this.#state = this.#arrangedState;
    this.#show(null);
  }

  dispose(): void {
    this.#arranging.abort();
    this.#viewing.abort();
  }

  async #arranged(signal: AbortSignal): Promise<readonly number[] | null> {
    const { search, label, slice, onlyWrong, sort } = this.#state;
    const { table, filled, slices } = this.#options;
    const where = slice === null ? undefined : slices[slice];
    if (search === '' && label === null && !where && !onlyWrong && !sort) return null;
    await filled.catch(() => undefined); // where the reading ended early, of the rows so far
    signal.throwIfAborted();
    const found = await this.#found(search, where, signal);
    const labelled = label === null ? found : found.filter((index) => table.labelAt(index) === label);
    const wanted = where?.predicted;
    if (!onlyWrong && !sort && wanted === undefined) return labelled;
    await this.#predictAll(labelled, signal);
    const isShown = (index: number) => {
      const isWrong = this.#predictions.isWrong(index);
      return (!onlyWrong || isWrong === true) && (wanted === undefined || isWrong === (wanted === 'wrong'));
    };
    const shown = onlyWrong || wanted !== undefined ? labelled.filter(isShown) : labelled;
    return sort ? this.#sorted(shown, sort) : shown;
  }

  /** The rows of the slice whose text contains `search`, ascending. */
  async #found(search: string, where: SliceConditions | undefined, signal: AbortSignal): Promise<readonly number[]> {
    const { table } = this.#options;
    const rows = where ? await this.#rowsOf(where, signal) : null;
    if (search === '') return rows ?? Array.from({ length: table.count }, (_, i) => i);
    const onProgress = (share: number) => this.#show({ what: 'Searching', share, canCancel: true });
    const found = await table.find(search, signal, onProgress);
    const inSlice = rows && new Set(rows);
    return inSlice ? found.filter((index) => inSlice.has(index)) : found;
  }

  async #rowsOf(where: SliceConditions, signal: AbortSignal): Promise<readonly number[]> {
    const key = JSON.stringify(where);
    const known = this.#sliceRows.get(key);
    if (known) return known;
    this.#show({ what: 'Finding the rows of the slice', share: null, canCancel: true });
    const rows = await this.#options.rowsOfSlice(where, signal);
    signal.throwIfAborted();
    const existing = rows.filter((index) => index < this.#options.table.count);
    this.#sliceRows.set(key, existing);
    return existing;
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
