import { basename } from 'node:path';
import { placeName } from '../../../common/placeName.ts';
import type { TextWord } from '../../../core/dataset/textWord.ts';
import { wordInContext } from '../../../core/dataset/wordInContext.ts';
import type { DataText } from '../../../protocol/compute.ts';
import type { CorpusLine } from '../../../protocol/neurons.ts';

/** The word that has a token of a text, with the text around it; `words`: those of the text. */
export function corpusLine(
  { index, text, label, file, line }: DataText,
  words: readonly TextWord[],
  position: number,
  value: number,
): CorpusLine {
  const place = placeName(basename(file), line);
  return { sentence: index, position, value, label, place, ...wordInContext(text, words, position) };
}
