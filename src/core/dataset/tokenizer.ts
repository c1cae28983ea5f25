import { LinearExpression, type Span } from '../../common/linearExpression.ts';
import { printable, shortened } from '../../common/printable.ts';
import { UserError } from '../../common/userError.ts';
import type { Experiment } from '../experiment/schema.ts';

export type Tokenizer = (text: string) => string[];

const whitespace = /\S+/g;
/** A word, including apostrophes within it, or a single other character. */
const words = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*|\S/gu;

/** Returns the tokenizer of an experiment. A text without tokens gives an empty list. */
export function makeTokenizer(options: Experiment['tokenizer']): Tokenizer {
  const split = splitterOf(options);
  return options.lowercase ? (text) => split(text.toLowerCase()) : split;
}

function splitterOf(options: Experiment['tokenizer']): Tokenizer {
  if (options.kind !== 'pattern') {
    const token = expressionOf(options.kind);
    return (text) => text.match(token) ?? [];
  }
  const find = finderOf(options);
  return (text) => find(text).map(({ start, end }) => text.slice(start, end));
}

/** The span of a token in its text as UTF-16 offsets; `end` is exclusive. */
export type TokenSpan = Span;

/** Returns a function that finds the spans of the tokens of a text; span i belongs to token i of `makeTokenizer`. */
export function makeSpanFinder(options: Experiment['tokenizer']): (text: string) => TokenSpan[] {
  const find = finderOf(options);
  return (text) => {
    const read = options.lowercase ? text.toLowerCase() : text;
    const spans = find(read);
    if (read.length === text.length) return spans;
    const origins = lowerCaseOrigins(text);
    return spans.map(({ start, end }) => ({ start: origins[start]!.start, end: origins[end - 1]!.end }));
  };
}

/** Finds the tokens of a text as it is. A pattern comes from a file, perhaps a foreign one, and is matched in linear time. */
function finderOf({ kind, pattern }: Experiment['tokenizer']): (text: string) => TokenSpan[] {
  if (kind === 'pattern') {
    const expression = linearExpression(pattern ?? '');
    return (text) => expression.matches(text).filter(({ start, end }) => start < end);
  }
  const token = expressionOf(kind);
  return (text) =>
    Array.from(text.matchAll(token), ({ index, 0: { length } }) => ({ start: index, end: index + length }));
}

/** Errors: UserError for a pattern of a run of an earlier version that cannot be matched in linear time. */
function linearExpression(pattern: string): LinearExpression {
  try {
    return new LinearExpression(pattern);
  } catch (error) {
    throw new UserError(
      `the tokenizer pattern ${shortened(printable(pattern), 80)} is not supported any more: ${(error as Error).message}`,
      'Evaluate and explain this run with the version that trained it, or change tokenizer.pattern in the experiment and train again.',
    );
  }
}

const expressionOf = (kind: 'whitespace' | 'words') => (kind === 'whitespace' ? whitespace : words);

/** For each UTF-16 unit of the lower-cased text, the span of the original character. Lengths may differ: "İ" becomes two units. */
function lowerCaseOrigins(text: string): TokenSpan[] {
  let end = 0;
  return Array.from(text).flatMap((character) => {
    const origin = { start: end, end: end + character.length };
    end = origin.end;
    return Array.from({ length: character.toLowerCase().length }, () => origin);
  });
}
