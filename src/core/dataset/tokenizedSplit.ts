import { Int32List } from './int32List.ts';

/** Number of ids in a chunk. A text never spans two chunks, and chunks are never copied. */
const chunkSize = 1 << 18;
/** Numbers stored per text: chunk, offset, length, label, file, line. */
const stride = 6;
/** The class number of a text whose class is not known. */
export const noLabel = -1;

/** The texts of a split as word ids; 4 bytes per token and 24 per text. */
export class TokenizedSplit {
  readonly #chunks: Int32Array[] = [];
  #used = 0;
  readonly #rows = new Int32List();
  readonly #files: string[] = [];
  #unlabelled = 0;

  get length(): number {
    return this.#rows.length / stride;
  }

  /** Ids of text i, truncated at the model's maxLength. The array is a view and must not be modified. */
  ids(i: number): Int32Array {
    const row = i * stride;
    const offset = this.#rows.at(row + 1);
    return this.#chunks[this.#rows.at(row)]!.subarray(offset, offset + this.#rows.at(row + 2));
  }

  /** Whether the class of every text is known. */
  get isLabelled(): boolean {
    return this.#unlabelled === 0;
  }

  /** Class number of text i, or `noLabel`. */
  label(i: number): number {
    return this.#rows.at(i * stride + 3);
  }

  /** The file and line that text i was read from; `line` counts from 1. */
  location(i: number): { file: string; line: number } {
    return { file: this.#files[this.#rows.at(i * stride + 4)]!, line: this.#rows.at(i * stride + 5) };
  }

  add(ids: ArrayLike<number>, label: number, file: string, line: number): void {
    const last = this.#chunks.at(-1);
    if (!last || this.#used + ids.length > last.length) {
      this.#chunks.push(new Int32Array(Math.max(chunkSize, ids.length)));
      this.#used = 0;
    }
    if (label === noLabel) this.#unlabelled++;
    if (this.#files.at(-1) !== file) this.#files.push(file);
    this.#chunks.at(-1)!.set(ids, this.#used);
    this.#rows.push(this.#chunks.length - 1, this.#used, ids.length, label, this.#files.length - 1, line);
    this.#used += ids.length;
  }

  /** Replaces each id by `replacement[id]`. */
  replaceIds(replacement: Int32Array): void {
    for (const chunk of this.#chunks) {
      for (let i = 0; i < chunk.length; i++) chunk[i] = replacement[chunk[i]!]!;
    }
  }
}
