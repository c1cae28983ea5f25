import { basename } from 'node:path';
import { placeName } from '../../../common/placeName.ts';
import type { DataText } from '../../../protocol/compute.ts';
import type { CorpusLine } from '../../../protocol/neurons.ts';

/** Tokens shown on either side. */
const context = 9;

/** A token of a text with the words around it; `tokens`: those of the text. */
export function corpusLine(
  { index, label, file, line }: DataText,
  tokens: readonly string[],
  position: number,
  value: number,
): CorpusLine {
  const before = tokens.slice(Math.max(0, position - context), position);
  const after = tokens.slice(position + 1, position + 1 + context);
  return {
    sentence: index,
    position,
    value,
    label,
    place: placeName(basename(file), line),
    before: (position > context ? '… ' : '') + before.join(' '),
    word: tokens[position] ?? '',
    after: after.join(' ') + (position + 1 + context < tokens.length ? ' …' : ''),
  };
}
