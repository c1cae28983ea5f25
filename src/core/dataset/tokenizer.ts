import type { Experiment } from '../experiment/schema.ts';

export type Tokenizer = (text: string) => string[];

const whitespace = /\S+/g;
/** A word with its inner apostrophes, or one mark of any other kind. */
const words = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*|\S/gu;

/** How an experiment splits a text; a text without tokens gives an empty list. */
export function makeTokenizer({ kind, pattern, lowercase }: Experiment['tokenizer']): Tokenizer {
  const token = kind === 'whitespace' ? whitespace : kind === 'words' ? words : new RegExp(pattern ?? '', 'gu');
  const split = (text: string) => text.match(token)?.filter((match) => match !== '') ?? [];
  return lowercase ? (text) => split(text.toLowerCase()) : split;
}
