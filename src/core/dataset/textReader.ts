import type { TokenSpan } from './tokenizer.ts';

/** A text as a model reads it. */
export interface ReadText {
  /** Its tokens as views show them. The model reads the first `ids.length` of them, at most its maxLength. */
  readonly tokens: readonly string[];
  /** Where each token is in the text. */
  readonly spans: readonly TokenSpan[];
  readonly ids: Int32Array;
  /** Whether each of the tokens in `ids` is in the vocabulary; otherwise its id is that of unknown words. */
  readonly known: readonly boolean[];
}

/** A text of these word types, for measurements: ids in place of words. */
export function textOfIds(ids: Int32Array): ReadText {
  const tokens = Array.from(ids, String);
  return { tokens, spans: tokens.map(() => ({ start: 0, end: 0 })), ids, known: tokens.map(() => true) };
}

/** How a model reads texts. A text without tokens gives empty lists. */
export interface TextReader {
  /** Number of word types. */
  readonly size: number;
  /** The word type with an id; undefined if there is none. */
  word(id: number): string | undefined;
  /** The tokens of `read`, which takes longer. */
  tokens(text: string): readonly string[];
  /** The spans of `read`. */
  spans(text: string): readonly TokenSpan[];
  read(text: string): ReadText;
}
