import { open, mkdtemp, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Row } from './reading/readRows.ts';

/** A row as tables show it. */
export type TableText = Pick<Row, 'text' | 'label' | 'line'>;

/** Texts are searched this many rows at a time. */
const searchedRows = 2000;

/**
 * The rows of a data file of any format and size, to be read in any order: one pass copies their texts into a temporary file, of which only the places of
 * the rows, their labels and lines are in memory (16 bytes a row). Rows can be read while the pass goes on. `dispose` removes the file.
 */
export class TextTable {
  readonly #folder: string;
  readonly #file: FileHandle;
  #lengthBytes = 0;
  /** Of row i, where its text begins; of row `count`, where the next one will. */
  #starts = new Float64Array(1024);
  #lines = new Uint32Array(1024);
  /** Numbers into `labels`; −1 without a label. */
  #labelOf = new Int32Array(1024);
  readonly #labels: string[] = [];
  readonly #labelNumbers = new Map<string, number>();
  #count = 0;

  private constructor(folder: string, file: FileHandle) {
    this.#folder = folder;
    this.#file = file;
  }

  /** An empty table. */
  static async create(): Promise<TextTable> {
    const folder = await mkdtemp(join(tmpdir(), 'safr-table-'));
    return new TextTable(folder, await open(join(folder, 'texts'), 'wx+', 0o600));
  }

  get count(): number {
    return this.#count;
  }

  /** In the order in which they occur. */
  get labels(): string[] {
    return [...this.#labels];
  }

  labelAt(index: number): string | null {
    const number = this.#labelOf[index] ?? -1;
    return number < 0 ? null : this.#labels[number]!;
  }

  /** Adds all rows, in their order. `onBatch` is called after each batch. Errors: those of `rows`; the signal's reason. */
  async fill(rows: AsyncIterable<readonly TableText[]>, signal: AbortSignal, onBatch: () => void): Promise<void> {
    for await (const batch of rows) {
      signal.throwIfAborted();
      await this.#add(batch);
      onBatch();
      await setImmediate(signal.aborted); // others get their turn
    }
  }

  async #add(batch: readonly TableText[]): Promise<void> {
    if (batch.length === 0) return;
    this.#reserve(this.#count + batch.length + 1);
    const texts = batch.map(({ text }) => Buffer.from(text));
    const startBytes = this.#lengthBytes;
    await this.#file.write(Buffer.concat(texts), 0, undefined, startBytes);
    batch.forEach(({ label, line }, i) => {
      const at = this.#count + i;
      this.#lines[at] = line;
      this.#labelOf[at] = label === null ? -1 : this.#numberOf(label);
      this.#lengthBytes += texts[i]!.length;
      this.#starts[at + 1] = this.#lengthBytes;
    });
    this.#count += batch.length;
  }

  #numberOf(label: string): number {
    const known = this.#labelNumbers.get(label);
    if (known !== undefined) return known;
    const number = this.#labels.push(label) - 1;
    this.#labelNumbers.set(label, number);
    return number;
  }

  #reserve(count: number): void {
    if (count <= this.#lines.length) return;
    const size = Math.max(count, 2 * this.#lines.length);
    const grown = <T extends Float64Array | Uint32Array | Int32Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.#starts = grown(new Float64Array(size), this.#starts);
    this.#lines = grown(new Uint32Array(size), this.#lines);
    this.#labelOf = grown(new Int32Array(size), this.#labelOf);
  }

  /** The rows with these numbers, in that order. Those that follow one another are read together. */
  async rows(indices: readonly number[]): Promise<TableText[]> {
    const found: TableText[] = [];
    for (let at = 0; at < indices.length;) {
      let end = at + 1;
      while (end < indices.length && indices[end] === indices[end - 1]! + 1) end++;
      found.push(...(await this.#read(indices[at]!, indices[end - 1]! + 1)));
      at = end;
    }
    return found;
  }

  /** The rows whose text contains `text`, in any case; ascending. `onProgress` is given the share done. Errors: the signal's reason. */
  async find(text: string, signal: AbortSignal, onProgress: (share: number) => void): Promise<number[]> {
    const wanted = text.toLowerCase();
    const found: number[] = [];
    for (let start = 0; start < this.#count; start += searchedRows) {
      signal.throwIfAborted();
      const rows = await this.#read(start, Math.min(start + searchedRows, this.#count));
      rows.forEach((row, i) => row.text.toLowerCase().includes(wanted) && found.push(start + i));
      onProgress(start / this.#count);
    }
    return found;
  }

  async #read(start: number, end: number): Promise<TableText[]> {
    const from = this.#starts[start]!;
    const bytes = Buffer.alloc(this.#starts[end]! - from);
    await this.#file.read(bytes, 0, bytes.length, from);
    return Array.from({ length: end - start }, (_, i) => {
      const at = start + i;
      const text = bytes.toString('utf8', this.#starts[at]! - from, this.#starts[at + 1]! - from);
      return { text, label: this.labelAt(at), line: this.#lines[at]! };
    });
  }

  async dispose(): Promise<void> {
    await this.#file.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
