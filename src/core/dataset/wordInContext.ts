import type { TextWord } from './textWord.ts';

/** Words shown on either side. */
const context = 9;

/** A word with the words around it, cut to what fits a line. */
export interface WordInContext {
  readonly before: string;
  readonly word: string;
  readonly after: string;
}

/** The word that has the token at a position of a text; `words`: those of the text. */
export function wordInContext(words: readonly TextWord[], position: number): WordInContext {
  const at = words.findLastIndex(({ firstToken }) => firstToken <= position);
  const textOf = (from: number, to: number) =>
    words
      .slice(from, to)
      .map(({ text }) => text)
      .join(' ');
  return {
    before: (at > context ? '… ' : '') + textOf(Math.max(0, at - context), at),
    word: words[at]?.text ?? '',
    after: textOf(at + 1, at + 1 + context) + (at + 1 + context < words.length ? ' …' : ''),
  };
}
