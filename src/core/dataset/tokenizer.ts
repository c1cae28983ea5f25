import type { Experiment } from '../experiment/schema.ts';

export type Tokenizer = (text: string) => string[];

const whitespace = /\S+/g;
/** A word, including apostrophes within it, or a single other character. */
const words = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*|\S/gu;

/** Returns the tokenizer of an experiment. A text without tokens gives an empty list. */
export function makeTokenizer(options: Experiment['tokenizer']): Tokenizer {
  const token = expressionOf(options);
  const split = (text: string) => text.match(token)?.filter((match) => match !== '') ?? [];
  return options.lowercase ? (text) => split(text.toLowerCase()) : split;
}

/** The span of a token in its text as UTF-16 offsets; `end` is exclusive. */
export interface TokenSpan {
  readonly start: number;
  readonly end: number;
}

/** Returns a function that finds the spans of the tokens of a text; span i belongs to token i of `makeTokenizer`. */
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

/** For each UTF-16 unit of the lower-cased text, the span of the original character. Lengths may differ: "İ" becomes two units. */
function lowerCaseOrigins(text: string): TokenSpan[] {
  let end = 0;
  return Array.from(text).flatMap((character) => {
    const origin = { start: end, end: end + character.length };
    end = origin.end;
    return Array.from({ length: character.toLowerCase().length }, () => origin);
  });
}
