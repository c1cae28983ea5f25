import type { TextWord } from './textWord.ts';

/** Words shown on either side. */
const context = 9;

/** A word with the text around it as it was written, cut to what fits a line; white space of any kind is a single space. */
export interface WordInContext {
  readonly before: string;
  readonly word: string;
  readonly after: string;
}

/** The word that has the token at a position of a text; `words`: those of the text. */
export function wordInContext(text: string, words: readonly TextWord[], position: number): WordInContext {
  const at = words.findLastIndex(({ firstToken }) => firstToken <= position);
  const word = words[at];
  if (!word) return { before: '', word: '', after: '' };
  const [first, last] = [words[at - context], words[at + context]];
  const isCutBefore = at > context;
  const isCutAfter = at + context < words.length - 1;
  const shown = (start: number, end: number) => text.slice(start, end).replace(/\s+/g, ' ');
  return {
    before: isCutBefore ? `… ${shown(first!.start, word.start)}` : shown(0, word.start).trimStart(),
    word: shown(word.start, word.end),
    after: isCutAfter ? `${shown(word.end, last!.end)} …` : shown(word.end, text.length).trimEnd(),
  };
}
