import type { ExplainedWord } from '../../core/evaluation/explanation/explanation.ts';
import { colors } from './colors.ts';
import { counted, decimals } from '../../common/format.ts';
import { wrapped } from './table.ts';

/**
 * The words of a text as lines of at most `columns` columns unless a single word is longer; the second text of a pair begins a line of its
 * own. `boundary`: the number of tokens of the first one.
 */
export function shadedWords(words: readonly ExplainedWord[], columns: number, boundary = Infinity): string[] {
  const isFirst = ({ firstToken }: ExplainedWord) => firstToken < boundary;
  const texts = [words.filter(isFirst), words.filter((word) => !isFirst(word))];
  return texts.filter(({ length }) => length > 0).flatMap((own) => wrapped(own.map(shaded), columns));
}

/** Background colors from the 256-color palette, from light to strong, for black text. */
const shades = [230, 229, 222, 215, 208];

/** How `shadedWords` marks the words that are not in the vocabulary, as a line; none where all are. */
export function unknownWordsLine(words: readonly ExplainedWord[]): string[] {
  const unknown = words.filter(({ known }) => !known).length;
  if (unknown === 0) return [];
  const mark = colors.isColorSupported ? colors.italic('in italics') : `marked ${unknownMark}`;
  return [colors.dim(`${unknown} of ${counted(words.length, 'word')} not in the vocabulary, ${mark}`)];
}

const unknownMark = '[?]';

/** A word on a background that shows its keep probability; without colors, followed by the number. */
function shaded({ text, keep, known }: ExplainedWord): string {
  if (!colors.isColorSupported) {
    return `${text}${known ? '' : unknownMark}${keep === null ? '' : `(${decimals(keep, 2)})`}`;
  }
  const word = known ? text : colors.italic(text);
  if (keep === null) return word;
  const level = Math.round(keep * shades.length);
  return level === 0 ? word : `\x1b[48;5;${shades[level - 1]!}m\x1b[38;5;16m${word}\x1b[39m\x1b[49m`;
}
