import { Int32List } from './int32List.ts';
import type { RationaleName } from './rationale.ts';
import { wordStarts } from './textWord.ts';

/** Number of ids in a chunk. A text never spans two chunks, and chunks are never copied. */
const chunkSize = 1 << 18;
/** Numbers stored per text: chunk, offset, length, label, file, line. */
const stride = 6;
/** The class number of a text whose class is not known. */
export const noLabel = -1;

/**
 * The texts of a split as token ids; 4 bytes per token and 24 bytes per text. One bit more per token where tokens are pieces of words, and
 * one for each rationale that the texts have.
 */
export class TokenizedSplit {
  readonly #chunks: Int32Array[] = [];
  /** For each id of the chunks, a bit that says whether it begins a word; empty where every token is a word. */
  readonly #wordStarts: Uint8Array[] = [];
  /** For each rationale and each id of the chunks, a bit that says whether the token is marked. */
  readonly #marks = new Map<RationaleName, Uint8Array[]>();
  #used = 0;
  readonly #rows = new Int32List();
  /** Of the texts; empty where they are single. */
  readonly #boundaries = new Int32List();
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

  /** The word of its text that each token of text i is a piece of, counted from 0; null where every token is a word. */
  words(i: number): Int32Array | null {
    const row = i * stride;
    const starts = this.#wordStarts[this.#rows.at(row)];
    if (!starts) return null;
    const words = new Int32Array(this.#rows.at(row + 2));
    for (let k = 1, at = this.#rows.at(row + 1) + 1; k < words.length; k++, at++) {
      words[k] = words[k - 1]! + Number(isSet(starts, at));
    }
    return words;
  }

  /** The rationales that mark a token of some text. */
  get rationales(): readonly RationaleName[] {
    return [...this.#marks.keys()];
  }

  /** The tokens of text i that a rationale marks, ascending. */
  marked(rationale: RationaleName, i: number): number[] {
    const row = i * stride;
    const bits = this.#marks.get(rationale)?.[this.#rows.at(row)];
    const offset = this.#rows.at(row + 1);
    return Array.from({ length: this.#rows.at(row + 2) }, (_, token) => token).filter(
      (token) => bits && isSet(bits, offset + token),
    );
  }

  /** How many tokens of text i are of the first one of a pair; undefined for a single text. */
  boundary(i: number): number | undefined {
    return this.#boundaries.length === 0 ? undefined : this.#boundaries.at(i);
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

  /** `words`: the word of each token, ascending, for all texts of the split or for none; so is `boundary`. */
  add(
    ids: ArrayLike<number>,
    label: number,
    file: string,
    line: number,
    words?: ArrayLike<number>,
    boundary?: number,
  ): void {
    const last = this.#chunks.at(-1);
    if (!last || this.#used + ids.length > last.length) {
      const size = Math.max(chunkSize, ids.length);
      this.#chunks.push(new Int32Array(size));
      if (words) this.#wordStarts.push(new Uint8Array(Math.ceil(size / 8)));
      this.#used = 0;
    }
    for (const start of words ? wordStarts(words) : []) setBit(this.#wordStarts.at(-1)!, this.#used + start);
    if (label === noLabel) this.#unlabelled++;
    if (this.#files.at(-1) !== file) this.#files.push(file);
    this.#chunks.at(-1)!.set(ids, this.#used);
    this.#rows.push(this.#chunks.length - 1, this.#used, ids.length, label, this.#files.length - 1, line);
    if (boundary !== undefined) this.#boundaries.push(boundary);
    this.#used += ids.length;
  }

  /** Marks tokens of the text that was added last. */
  mark(rationale: RationaleName, tokens: readonly number[]): void {
    if (tokens.length === 0) return;
    const chunks = this.#marks.get(rationale) ?? [];
    this.#marks.set(rationale, chunks);
    const last = this.#chunks.length - 1;
    const bits = (chunks[last] ??= new Uint8Array(Math.ceil(this.#chunks[last]!.length / 8)));
    const offset = this.#rows.at((this.length - 1) * stride + 1);
    for (const token of tokens) setBit(bits, offset + token);
  }

  /** Replaces each id by `replacement[id]`. */
  replaceIds(replacement: Int32Array): void {
    for (const chunk of this.#chunks) {
      for (let i = 0; i < chunk.length; i++) chunk[i] = replacement[chunk[i]!]!;
    }
  }
}

const isSet = (bits: Uint8Array, at: number) => ((bits[at >> 3]! >> (at & 7)) & 1) === 1;

function setBit(bits: Uint8Array, at: number): void {
  bits[at >> 3]! |= 1 << (at & 7);
}
