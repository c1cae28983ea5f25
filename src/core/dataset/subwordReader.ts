import { UserError } from '../../common/userError.ts';
import type { SpecialFrame } from './subword/postProcessor.ts';
import { longestFirst } from './subword/encodedText.ts';
import type { Encoding, SubwordTokenizer } from './subword/subwordTokenizer.ts';
import { pairSeparator, splitPair } from './textPair.ts';
import type { ReadText, TextReader } from './textReader.ts';
import { joinPieces, type TextWord } from './textWord.ts';
import type { TokenSpan } from './tokenizer.ts';
import { WordTypes } from './vocabulary.ts';

/** All tokens of a text, or of a pair of texts. */
interface Tokens {
  readonly tokens: readonly string[];
  readonly ids: Int32Array;
  readonly spans: readonly TokenSpan[];
  readonly words: Int32Array;
  /** How many of them the model reads. */
  readonly read: number;
  /** How many of those are of the first text of a pair. */
  readonly boundary?: number;
}

/** Reads texts, or pairs of texts, by the tokenizer of a pretrained encoder. Special tokens are not among what it reads. */
export class SubwordReader implements TextReader {
  readonly frame: SpecialFrame;
  readonly #tokenizer: SubwordTokenizer;
  readonly #maxTokens: number;
  readonly #readsPairs: boolean;

  /** `tokenizer` must not cut texts. `maxLength` counts special tokens. `readsPairs`: texts are pairs (`joinPair`). */
  constructor(tokenizer: SubwordTokenizer, maxLength: number, readsPairs = false) {
    this.#tokenizer = tokenizer;
    this.#readsPairs = readsPairs;
    this.frame = tokenizer.frame;
    const { start, middle, end } = this.frame;
    this.#maxTokens = maxLength - start.length - (readsPairs ? middle.length : 0) - end.length;
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

  /** Errors: UserError for one text where the model reads pairs. */
  read(text: string): ReadText {
    const { tokens, spans, ids, words, read, boundary } = this.#readAll(text);
    const { unknownId } = this.#tokenizer;
    return {
      ...{ tokens, spans, ids: ids.subarray(0, read) },
      known: Array.from(ids.subarray(0, read), (id) => id !== unknownId),
      wordOfToken: words.subarray(0, read),
      words: joinPieces(text, spans, words.subarray(0, read)),
      unread: joinPieces(text, spans.slice(read), words.subarray(read)).map((word) => word.text),
      ...(boundary !== undefined && { boundary }),
    };
  }

  /** What `read` says of ids, words and boundary, in less time; `tokens` is the number of all tokens of the text. */
  readIds(text: string) {
    const parts = this.#partsOf(text).map((part) => this.#tokenizer.encodeIds(part.text));
    const { kept, boundary } = this.#cut(parts);
    return {
      ids: parts.flatMap(({ ids }, p) => ids.slice(0, kept[p])),
      words: countedThrough(parts.map(({ words }, p) => words.slice(0, kept[p]))),
      tokens: parts.reduce((sum, { ids }) => sum + ids.length, 0),
      ...(boundary !== undefined && { boundary }),
    };
  }

  /** Those that the model reads come first. Tokens of no known word are shown as they are in the text. */
  #readAll(text: string): Tokens {
    const parts = this.#partsOf(text).map(({ text: own, at }) => {
      const { ids, starts, ends, words } = withoutSpecial(this.#tokenizer.encode(own));
      const tokens = ids.map((id, i) => ({ id, start: at + starts[i]!, end: at + ends[i]!, word: words[i]! }));
      return { ids, tokens };
    });
    const { kept, boundary } = this.#cut(parts);
    const read = parts.map(({ tokens }, p) => tokens.slice(0, kept[p]));
    const unread = parts.map(({ tokens }, p) => tokens.slice(kept[p]));
    const runs = boundary === undefined ? [[...read, ...unread].flat()] : [...read, ...unread];
    const tokens = runs.flat();
    return {
      tokens: tokens.map(({ id, start, end }) =>
        id === this.#tokenizer.unknownId ? text.slice(start, end) : this.#tokenizer.token(id)!,
      ),
      spans: tokens.map(({ start, end }) => ({ start, end })),
      ids: Int32Array.from(tokens, ({ id }) => id),
      words: Int32Array.from(countedThrough(runs.map((run) => run.map(({ word }) => word)))),
      read: kept.reduce((sum, count) => sum + count, 0),
      ...(boundary !== undefined && { boundary }),
    };
  }

  /** The texts of a pair, or the one text, and where they begin. */
  #partsOf(text: string): readonly { readonly text: string; readonly at: number }[] {
    if (!this.#readsPairs) return [{ text, at: 0 }];
    const pair = splitPair(text);
    if (pair)
      return [
        { text: pair.first, at: 0 },
        { text: pair.second, at: pair.at },
      ];
    throw new UserError(
      'the model reads pairs of texts, and this is one text',
      `Give both with "${pairSeparator}" between them.`,
    );
  }

  /** How many tokens of each text the model reads. */
  #cut(parts: readonly { readonly ids: readonly number[] }[]) {
    const [first, second] = parts.map(({ ids }) => ids.length) as [number, number?];
    if (second === undefined) return { kept: [Math.min(first, this.#maxTokens)], boundary: undefined };
    const kept = longestFirst(first, second, this.#maxTokens);
    return { kept, boundary: kept[0] };
  }
}

/** The words of the tokens of several runs, counted from 0; each run begins a new one. */
function countedThrough(runs: readonly (readonly number[])[]): number[] {
  let word = -1;
  return runs.flatMap((run) => run.map((own, i) => (i > 0 && own === run[i - 1] ? word : ++word)));
}

function withoutSpecial({ ids, starts, ends, texts, words }: Encoding) {
  const own = Array.from(ids.keys()).filter((i) => texts[i]! >= 0);
  const of = (values: Int32Array) => own.map((i) => values[i]!);
  return { ids: of(ids), starts: of(starts), ends: of(ends), words: of(words) };
}
