import { basename } from 'node:path';
import { placeName } from '../../../common/placeName.ts';
import type { TextWord } from '../../../core/dataset/textWord.ts';
import type { DataText } from '../../../protocol/compute.ts';
import type { CorpusLine } from '../../../protocol/neurons.ts';

/** Words shown on either side. */
const context = 9;

/** The word that has a token of a text, with the words around it; `words`: those of the text. */
export function corpusLine(
  { index, label, file, line }: DataText,
  words: readonly TextWord[],
  position: number,
  value: number,
): CorpusLine {
  const at = words.findLastIndex(({ firstToken }) => firstToken <= position);
  const textOf = (from: number, to: number) =>
    words
      .slice(from, to)
      .map(({ text }) => text)
      .join(' ');
  return {
    sentence: index,
    position,
    value,
    label,
    place: placeName(basename(file), line),
    before: (at > context ? '… ' : '') + textOf(Math.max(0, at - context), at),
    word: words[at]?.text ?? '',
    after: textOf(at + 1, at + 1 + context) + (at + 1 + context < words.length ? ' …' : ''),
  };
}
