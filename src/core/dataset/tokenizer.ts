import type { Experiment } from '../experiment/schema.ts';

export type Tokenizer = (text: string) => string[];

const whitespace = /\S+/g;
/** A word with its inner apostrophes, or one mark of any other kind. */
const words = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*|\S/gu;

/** How an experiment splits a text; a text without tokens gives an empty list. */
export function makeTokenizer(options: Experiment['tokenizer']): Tokenizer {
  const token = expressionOf(options);
  const split = (text: string) => text.match(token)?.filter((match) => match !== '') ?? [];
  return options.lowercase ? (text) => split(text.toLowerCase()) : split;
}

/** Where a token stands in its text: UTF-16 offsets, `end` behind its last unit. */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
}

/** Finds where the tokens of a text stand; span i is that of token i of `makeTokenizer`. */
export function makeSpanFinder(options: Experiment['tokenizer']): (text: string) => TokenSpan[] {
  const token = expressionOf(options);
  return (text) => {
    const read = options.lowercase ? text.toLowerCase() : text;
    const spans = Array.from(read.matchAll(token), ({ index, 0: match }) => ({
      start: index,
      end: index + match.length,
    })).filter(({ start, end }) => start < end);
    if (read.length === text.length) return spans;
    const origins = lowerCaseOrigins(text);
    return spans.map(({ start, end }) => ({ start: origins[start]!.start, end: origins[end - 1]!.end }));
  };
}

function expressionOf({ kind, pattern }: Experiment['tokenizer']): RegExp {
  return kind === 'whitespace' ? whitespace : kind === 'words' ? words : new RegExp(pattern ?? '', 'gu');
}

/** For each unit of the lower-cased text the character that it comes from: "İ" becomes two units. */
function lowerCaseOrigins(text: string): TokenSpan[] {
  let end = 0;
  return Array.from(text).flatMap((character) => {
    const origin = { start: end, end: end + character.length };
    end = origin.end;
    return Array.from({ length: character.toLowerCase().length }, () => origin);
  });
}
