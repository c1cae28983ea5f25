import { shortened } from '../../../common/printable.ts';
import type { TokenSpan } from '../tokenizer.ts';
import type { FilesDataset } from './options.ts';
import { jsonOf } from './value.ts';

export type RationaleFormat = FilesDataset['rationaleFormat'];

/** The marked parts of a text, as UTF-16 offsets; or what is wrong, to follow the name of the column. */
type Marked = { readonly spans: readonly TokenSpan[] } | { readonly problem: string };

/**
 * Reads which parts of a text a value marks: a list, or its text (JSON, or numbers separated by commas or spaces). Tokens are separated by white
 * space and count from 0; characters are Unicode code points, as Python counts them. Nothing marks nothing.
 */
export function readRationale(value: unknown, text: string, format: RationaleFormat): Marked {
  const list = listOf(value);
  if (list === null) return { problem: `is ${shown(value)}; allowed: a list of numbers, or of lists of numbers` };
  if (list.length === 0) return { spans: [] };
  const tokens = Array.from(text.matchAll(/\S+/g), ({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));
  if (isNested(list)) return format === 'marks' ? votes(list, tokens) : characterSpans(list, text, format);
  if (format === 'characters')
    return characterSpans(
      list.map((at) => [at, at + 1]),
      text,
      format,
    );
  const areMarks = list.length === tokens.length && list.every((mark) => mark === 0 || mark === 1);
  return format === 'marks' || (format === 'auto' && areMarks) ? votes([list], tokens) : tokenSpans(list, tokens);
}

type NumberList = readonly number[];

/** null if it is none; [] for nothing. */
function listOf(value: unknown): NumberList | readonly NumberList[] | null {
  if (value === null || value === undefined) return [];
  const list = typeof value === 'string' ? parsed(value) : typeof value === 'number' ? [value] : value;
  if (!Array.isArray(list)) return null;
  const numbers = (values: readonly unknown[]) =>
    values.map((each) => (typeof each === 'bigint' ? Number(each) : each));
  if (list.every((each) => Array.isArray(each))) {
    const lists = list.map(numbers);
    return lists.every((own) => areCounts(own)) ? lists : null;
  }
  const own = numbers(list);
  return areCounts(own) ? own : null;
}

function parsed(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  try {
    return JSON.parse(trimmed.startsWith('[') ? trimmed : `[${trimmed.split(/[\s,]+/).join(',')}]`);
  } catch {
    return null;
  }
}

const areCounts = (values: readonly unknown[]): values is NumberList =>
  values.every((each) => Number.isSafeInteger(each) && (each as number) >= 0);

const isNested = (list: NumberList | readonly NumberList[]): list is readonly NumberList[] => Array.isArray(list[0]);

function tokenSpans(list: NumberList, tokens: readonly TokenSpan[]): Marked {
  const beyond = list.find((token) => token >= tokens.length);
  if (beyond !== undefined)
    return { problem: `has token ${beyond}; the tokens of the text are 0 to ${tokens.length - 1}` };
  return { spans: list.map((token) => tokens[token]!) };
}

/** Lists of a 0 or 1 for each token, by one or more people: marked is what at least half of them marked. */
function votes(lists: readonly NumberList[], tokens: readonly TokenSpan[]): Marked {
  for (const list of lists) {
    if (list.length !== tokens.length)
      return { problem: `has ${list.length} marks; the text has ${tokens.length} tokens` };
    const other = list.find((mark) => mark > 1);
    if (other !== undefined) return { problem: `has the mark ${other}; allowed: 0, 1` };
  }
  const count = (token: number) => lists.filter((list) => list[token] === 1).length;
  return { spans: tokens.filter((_, token) => 2 * count(token) >= lists.length) };
}

/** Spans from a first character to one behind the last. */
function characterSpans(list: readonly NumberList[], text: string, format: RationaleFormat): Marked {
  const offsets = codePointOffsets(text);
  const spans: TokenSpan[] = [];
  for (const span of list) {
    const [start, end, ...more] = span;
    if (start === undefined || end === undefined || more.length > 0 || start >= end || end >= offsets.length) {
      const expected = `spans [start, end] of characters, 0 to ${offsets.length - 1}`;
      const hint = format === 'auto' ? ', unless rationaleFormat is "marks"' : '';
      return { problem: `has ${shown(span)}; allowed: ${expected}${hint}` };
    }
    spans.push({ start: offsets[start]!, end: offsets[end]! });
  }
  return { spans };
}

/** The UTF-16 offset of each code point, and the end. */
function codePointOffsets(text: string): number[] {
  const offsets = [0];
  for (const character of text) offsets.push(offsets.at(-1)! + character.length);
  return offsets;
}

const shown = (value: unknown) => shortened(jsonOf(value), 60);
