import type { TokenSpan } from './tokenizer.ts';

/** A word of a text as people read it, with the tokens that it is made of. */
export interface TextWord extends TokenSpan {
  readonly text: string;
  /** The number of its first token. Its tokens, `pieces` of them, follow each other. */
  readonly firstToken: number;
  readonly pieces: number;
}

/** Words of one token each, as the tokenizers of the paper's model find them. */
export function wordsOfTokens(tokens: readonly string[], spans: readonly TokenSpan[]): TextWord[] {
  return tokens.map((text, i) => ({ text, ...spans[i]!, firstToken: i, pieces: 1 }));
}

/** Stands for a word or piece of white space alone, which byte-level tokenizers make of further spaces. */
export const blank = '␣';

/** Joins pieces to words. `words` has the word of each token; a word is shown as it is in `text`, without white space around it. */
export function joinPieces(text: string, spans: readonly TokenSpan[], words: ArrayLike<number>): TextWord[] {
  return wordStarts(words).map((firstToken, w, starts) => {
    const nextWord = starts[w + 1] ?? words.length;
    const given = { start: spans[firstToken]!.start, end: spans[nextWord - 1]!.end };
    const shown = text.slice(given.start, given.end);
    const start = given.start + shown.length - shown.trimStart().length;
    const trimmed = shown.trim();
    const word = trimmed ? { text: trimmed, start, end: start + trimmed.length } : { text: blank, ...given };
    return { ...word, firstToken, pieces: nextWord - firstToken };
  });
}

/** The number of the first token of each word. `words` has the word of each token, ascending. */
export function wordStarts(words: ArrayLike<number>): number[] {
  const starts: number[] = [];
  for (let i = 0; i < words.length; i++) if (i === 0 || words[i] !== words[i - 1]) starts.push(i);
  return starts;
}
