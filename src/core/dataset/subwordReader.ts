import type { SpecialFrame } from './subword/postProcessor.ts';
import type { SubwordTokenizer } from './subword/subwordTokenizer.ts';
import type { ReadText, TextReader } from './textReader.ts';
import { joinPieces, type TextWord } from './textWord.ts';
import { WordTypes } from './vocabulary.ts';

/** Reads texts by the tokenizer of a pretrained encoder. Special tokens are not among what it reads. */
export class SubwordReader implements TextReader {
  readonly frame: SpecialFrame;
  readonly #tokenizer: SubwordTokenizer;
  readonly #maxTokens: number;

  /** `tokenizer` must not cut texts. `maxLength` counts special tokens. */
  constructor(tokenizer: SubwordTokenizer, maxLength: number) {
    this.#tokenizer = tokenizer;
    this.frame = tokenizer.frame;
    this.#maxTokens = maxLength - this.frame.start.length - this.frame.end.length;
  }

  get size(): number {
    return this.#tokenizer.size;
  }

  /** Ids without a token have names of their own, so that names are distinct. */
  get wordTypes(): WordTypes {
    const words = Array.from({ length: this.size }, (_, id) => this.word(id) ?? `<unused ${id}>`);
    return new WordTypes(words, this.#tokenizer.unknownId);
  }

  /** The largest number of tokens that are read of a text. */
  get maxTokens(): number {
    return this.#maxTokens;
  }

  word(id: number): string | undefined {
    return this.#tokenizer.token(id);
  }

  tokens(text: string): readonly string[] {
    return this.#readAll(text).tokens;
  }

  words(text: string): readonly TextWord[] {
    const { spans, words } = this.#readAll(text);
    return joinPieces(text, spans, words);
  }

  read(text: string): ReadText {
    const { tokens, spans, ids, words } = this.#readAll(text);
    const read = ids.subarray(0, this.#maxTokens);
    const { unknownId } = this.#tokenizer;
    return {
      ...{ tokens, spans, ids: read, known: Array.from(read, (id) => id !== unknownId) },
      wordOfToken: words.subarray(0, read.length),
      words: joinPieces(text, spans, words.subarray(0, read.length)),
      unread: joinPieces(text, spans.slice(read.length), words.subarray(read.length)).map((word) => word.text),
    };
  }

  /** What `read` says of ids and words, in less time; `tokens` is the number of all tokens of the text. */
  readIds(text: string) {
    const { ids, words } = this.#tokenizer.encodeIds(text);
    return { ids: ids.slice(0, this.#maxTokens), words: words.slice(0, this.#maxTokens), tokens: ids.length };
  }

  /** Tokens of no known word are shown as they are in the text. */
  #readAll(text: string) {
    const { ids, starts, ends, texts, words } = this.#tokenizer.encode(text);
    const own = Array.from(ids.keys()).filter((i) => texts[i]! >= 0);
    const spans = own.map((i) => ({ start: starts[i]!, end: ends[i]! }));
    const tokens = own.map((i, at) => {
      const { start, end } = spans[at]!;
      return ids[i] === this.#tokenizer.unknownId ? text.slice(start, end) : this.#tokenizer.token(ids[i]!)!;
    });
    const ofOwn = (values: Int32Array) => Int32Array.from(own, (i) => values[i]!);
    return { tokens, spans, ids: ofOwn(ids), words: ofOwn(words) };
  }
}
