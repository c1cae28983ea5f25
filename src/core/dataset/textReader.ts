import { wordsOfTokens, type TextWord } from './textWord.ts';
import type { TokenSpan } from './tokenizer.ts';
import { unknownId } from './vocabulary.ts';

/** A text as a model reads it. */
export interface ReadText {
  /** Its tokens as views show them. The model reads the first `ids.length` of them, at most its maxLength. */
  readonly tokens: readonly string[];
  /** Where each token is in the text. */
  readonly spans: readonly TokenSpan[];
  readonly ids: Int32Array;
  /** Whether each of the tokens in `ids` is in the vocabulary; otherwise its id is that of unknown words. */
  readonly known: readonly boolean[];
  /** The word of each of the tokens in `ids`, counted from 0; null where every token is a word. */
  readonly wordOfToken: Int32Array | null;
  /** The words of the tokens in `ids`; a word that the model reads only the first pieces of ends there. */
  readonly words: readonly TextWord[];
  /** The words that the model does not read, and the rest of one that it reads a part of. */
  readonly unread: readonly string[];
  /** How many of the tokens in `ids` are of the first text of a pair (`joinPair`); left out for a single text. */
  readonly boundary?: number;
}

/** A text of tokens that are words; the model reads the first `ids.length` of them. */
export function textOfWords(tokens: readonly string[], spans: readonly TokenSpan[], ids: Int32Array): ReadText {
  return {
    ...{ tokens, spans, ids, known: Array.from(ids, (id) => id !== unknownId), wordOfToken: null },
    words: wordsOfTokens(tokens.slice(0, ids.length), spans),
    unread: tokens.slice(ids.length),
  };
}

/** A text of these word types, for measurements: ids in place of words. */
export function textOfIds(ids: Int32Array): ReadText {
  const tokens = Array.from(ids, String);
  const nowhere = { start: 0, end: 0 };
  return textOfWords(
    tokens,
    tokens.map(() => nowhere),
    ids,
  );
}

/** How a model reads texts. A text without tokens gives empty lists. */
export interface TextReader {
  /** Number of word types. */
  readonly size: number;
  /** The word type with an id; undefined if there is none. */
  word(id: number): string | undefined;
  /** The tokens of `read`, which takes longer. */
  tokens(text: string): readonly string[];
  /** The words of the whole text. */
  words(text: string): readonly TextWord[];
  read(text: string): ReadText;
}
