import {
  FieldsRecord,
  lineEnd,
  RecordProblem,
  UnclosedRecord,
  type Grammar,
  type PlacedRecord,
  type Segment,
} from './grammar.ts';

/**
 * How fields are quoted. `none`: quotes are characters like any other; `double`: a field within quotes, with those in it doubled
 * (RFC 4180); `backslash`: with a backslash before them.
 */
export type Quoting = 'none' | 'double' | 'backslash';

export interface TableSyntax {
  readonly delimiter: string;
  readonly quoting: Quoting;
  /** Names of the columns; null: the first record has them. */
  readonly columns: readonly string[] | null;
}

/** One record as it stands: its fields, where each begins (at its quote), and where its parts stand in the text. */
interface ScannedRecord {
  readonly fields: string[];
  readonly starts: number[];
  readonly segments: Segment[][];
  readonly end: number;
}

/** Records of delimited fields. With `columns`, a first record that repeats them is their header. */
export function tableGrammar({ delimiter, quoting, columns }: TableSyntax): Grammar {
  let names = columns;
  let isFirst = true;

  const read = (text: string, start: number, isLast: boolean): PlacedRecord | null => {
    const found = readFields(text, start, isLast, delimiter, quoting);
    if (found === null) return null;
    const { fields, end } = found;
    if (fields.length === 1 && fields[0]!.trim() === '') return { start, end, record: null };
    const isHeader = isFirst && (names === null || isRepeated(names, fields));
    isFirst = false;
    names ??= fields;
    if (isHeader) return { start, end, record: null };
    if (fields.length !== names.length)
      throw wrongCount(fields.length, names.length, start, delimiter, columns !== null);
    return { start, end, record: new FieldsRecord(names, fields) };
  };
  return {
    read,
    locate(text, { start }, column) {
      return scanFields(text, start, true, delimiter, quoting)?.segments[names?.indexOf(column) ?? -1] ?? [];
    },
  };
}

/** Whether the first record of a file whose columns are given is their header all the same. */
export function isRepeated(columns: readonly string[], fields: readonly string[]): boolean {
  return fields.length === columns.length && fields.every((field, i) => field.trim() === columns[i]);
}

/** The fields of the record that begins at `start`; null where it goes on beyond the text. Errors: RecordProblem. */
export function readFields(
  text: string,
  start: number,
  isLast: boolean,
  delimiter: string,
  quoting: Quoting,
): { readonly fields: string[]; readonly end: number } | null {
  const line = lineEnd(text, start, isLast);
  if (line === null) return null;
  const content = text.slice(start, line.content);
  const isPlain = quoting === 'none' || (!content.includes('"') && (quoting === 'double' || !content.includes('\\')));
  return isPlain
    ? { fields: content.split(delimiter), end: line.end }
    : scanFields(text, start, isLast, delimiter, quoting);
}

/** The same, character by character. */
export function scanFields(
  text: string,
  start: number,
  isLast: boolean,
  delimiter: string,
  quoting: Quoting,
): ScannedRecord | null {
  const fields: string[] = [];
  const starts: number[] = [];
  const segments: Segment[][] = [];
  for (let at = start; ; at++) {
    starts.push(at);
    const isQuoted = quoting !== 'none' && text[at] === '"';
    const field = isQuoted
      ? quotedField(text, at, isLast, delimiter, quoting)
      : plainField(text, at, isLast, delimiter, quoting);
    if (field === null) return null;
    fields.push(field.segments.map(({ from, length }) => text.slice(from, from + length)).join(''));
    segments.push(field.segments);
    at = field.end;
    if (text[at] === delimiter) continue;
    if (text[at] === '\r') at++;
    return { fields, starts, segments, end: Math.min(text.length, at + 1) };
  }
}

/** A field's parts, and the offset of what ends it: a delimiter, a line break or the end of the text. */
interface ScannedField {
  readonly segments: Segment[];
  readonly end: number;
}

function quotedField(
  text: string,
  open: number,
  isLast: boolean,
  delimiter: string,
  quoting: Quoting,
): ScannedField | null {
  const isEscaped = quoting === 'backslash';
  const segments: Segment[] = [];
  let length = 0;
  const push = (from: number, end: number) => {
    if (end > from) segments.push({ at: length, from, length: end - from });
    length += end - from;
  };
  for (let from = open + 1, at = from; ;) {
    const quote = text.indexOf('"', at);
    const backslash = isEscaped ? text.indexOf('\\', at) : -1;
    if (backslash >= 0 && (quote < 0 || backslash < quote)) {
      push(from, backslash);
      [from, at] = [backslash + 1, backslash + 2];
      continue;
    }
    if (quote < 0) {
      if (!isLast) return null;
      throw new UnclosedRecord('the quoted field that begins here is not closed', open, quoteRemedy);
    }
    push(from, quote);
    if (quoting === 'double' && text[quote + 1] === '"') {
      [from, at] = [quote + 1, quote + 2];
      continue;
    }
    const end = quote + 1;
    if (!isLast && end + 1 >= text.length) return null; // a second quote, or half a line break, may follow
    if (end < text.length && text[end] !== delimiter && text[end] !== '\n' && !text.startsWith('\r\n', end)) {
      throw new RecordProblem('the quoted field that begins here continues after its closing quote', open, quoteRemedy);
    }
    return { segments, end };
  }
}

function plainField(
  text: string,
  start: number,
  isLast: boolean,
  delimiter: string,
  quoting: Quoting,
): ScannedField | null {
  const line = lineEnd(text, start, isLast);
  if (line === null) return null;
  if (quoting === 'backslash') return escapedField(text, start, line.content, delimiter);
  const next = text.indexOf(delimiter, start);
  const end = next < 0 || next > line.content ? line.content : next;
  const quote = quoting === 'double' ? text.indexOf('"', start) : -1;
  if (quote >= 0 && quote < end) {
    throw new RecordProblem('there is a quote within a field that does not begin with one', quote, quoteRemedy);
  }
  return { segments: end > start ? [{ at: 0, from: start, length: end - start }] : [], end };
}

/** A field without quotes in which a backslash stands before a delimiter or another backslash. */
function escapedField(text: string, start: number, lineEnd: number, delimiter: string): ScannedField {
  const segments: Segment[] = [];
  let [from, at, length] = [start, start, 0];
  const push = (end: number) => {
    if (end > from) segments.push({ at: length, from, length: end - from });
    length += end - from;
  };
  for (; at < lineEnd && text[at] !== delimiter; at++) {
    if (text[at] !== '\\' || at + 1 >= lineEnd) continue;
    push(at);
    from = at + 1;
    at++;
  }
  push(at);
  return { segments, end: at };
}

const quoteRemedy =
  'Quote such a field as a whole and double the quotes in it: "a ""b"" c". Where quotes belong to the texts, add to the data set ' +
  '"quoting": "none"; where they are written \\", "quoting": "backslash".';

const delimiterNames: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'pipes',
};

function wrongCount(found: number, expected: number, offset: number, delimiter: string, isNamed: boolean) {
  const of = isNamed ? 'as many as dataset.columns' : 'as in the header';
  const name = delimiterNames[delimiter] ?? 'delimiters';
  const remedy =
    delimiter === '\t'
      ? 'Separate fields by single tabs, and use no tabs within a text; where fields with tabs are quoted, add to the data set "quoting": "double".'
      : `Quote fields that hold ${name}; where the fields are separated by another character, name it as dataset.delimiter.`;
  return new RecordProblem(`the number of fields is ${found}; allowed: ${expected}, ${of}`, offset, remedy);
}
