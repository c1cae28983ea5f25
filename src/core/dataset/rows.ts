import { pipeline, Readable } from 'node:stream';
import { parse, type Options } from 'csv-parse';
import { UserError } from '../../common/userError.ts';
import { didYouMean } from '../../common/didYouMean.ts';
import { maxLineBytes, readBlocks } from './textBlocks.ts';

export type TableFormat = 'tsv' | 'csv';
export type Format = TableFormat | 'jsonl';

export interface Columns {
  readonly text: string;
  readonly label: string;
}

export interface Row {
  readonly text: string;
  readonly label: string;
  readonly line: number;
}

const lineBreaks = ['\r\n', '\n'];

/**
 * Reads the rows of a file; blank lines are skipped. Most TSV files do not use quotes, so a TSV file is read without quoting unless every
 * name in its header is quoted. Errors: UserError with file, line and reason.
 */
export async function* readRows(path: string, format: Format, columns: Columns): AsyncGenerator<Row> {
  const rows = format === 'jsonl' ? readObjects(path, columns) : readTable(path, format, columns);
  for await (const { text, label, line } of rows) {
    const row = { text, label: label.trim(), line };
    const empty = text.trim() === '' ? columns.text : row.label === '' ? columns.label : null;
    if (empty !== null) throw rowError(path, line, `"${empty}" is empty`, 'Fill it in, or remove the row.');
    yield row;
  }
}

async function* readTable(path: string, format: TableFormat, columns: Columns): AsyncGenerator<Row> {
  let header: { text: number; label: number; count: number } | null = null;
  for await (const { fields, line } of readFields(path, format)) {
    if (fields.length === 1 && fields[0]!.trim() === '') continue;
    if (!header) {
      const find = (column: string) => columnIndex(path, line, fields, column);
      header = { text: find(columns.text), label: find(columns.label), count: fields.length };
      continue;
    }
    if (fields.length !== header.count) {
      const remedy =
        format === 'csv'
          ? 'Quote fields that hold commas.'
          : 'Separate fields by single tabs, and use no tabs within a text.';
      throw rowError(
        path,
        line,
        `the number of fields is ${fields.length}; allowed: ${header.count}, as in the header`,
        remedy,
      );
    }
    yield { text: fields[header.text]!, label: fields[header.label]!, line };
  }
}

/** Reads the records of a table, including blank ones, with the number of their first line. Errors: as `readRows`. */
export async function* readFields(
  path: string,
  format: TableFormat,
): AsyncGenerator<{ fields: string[]; line: number }> {
  const blocks = readBlocks(path);
  const first = await blocks.next();
  if (first.done) return;
  const quoted = isQuoted(format, first.value.text);
  const parser = parse({ ...tableSyntax(format, quoted), max_record_size: maxLineBytes });
  const texts = async function* () {
    yield first.value.text;
    for await (const { text } of blocks) yield text;
  };
  pipeline(Readable.from(texts()), parser, () => undefined);
  let line = 1;
  try {
    for await (const fields of parser as AsyncIterable<string[]>) {
      yield { fields, line };
      line += 1 + (quoted ? fields.reduce((sum, field) => sum + field.split('\n').length - 1, 0) : 0);
    }
  } catch (error) {
    throw tableError(path, error);
  }
}

function tableError(path: string, error: unknown): unknown {
  const { code, lines } = error as { code?: string; lines?: number };
  const reasons: Record<string, string> = {
    CSV_QUOTE_NOT_CLOSED: 'a quoted field is not closed at the end of the file',
    INVALID_OPENING_QUOTE: 'there is a quote within a field that does not begin with one',
    CSV_INVALID_CLOSING_QUOTE: 'a quoted field continues after its closing quote',
    CSV_MAX_RECORD_SIZE: 'the row is longer than 10 MB; is a quote left open?',
  };
  const reason = reasons[code ?? ''];
  return reason
    ? rowError(path, lines ?? 1, reason, 'Quote such a field as a whole and double the quotes in it: "a ""b"" c".')
    : error;
}

/** Whether the table that begins with `text` uses quotes. */
export function isQuoted(format: TableFormat, text: string): boolean {
  const [header = ''] = text.split(/\r?\n/, 1);
  return format === 'csv' || header.split('\t').every((name) => /^".*"$/.test(name));
}

/** The options of csv-parse for a table. */
export function tableSyntax(format: TableFormat, quoted: boolean) {
  return {
    delimiter: format === 'csv' ? ',' : '\t',
    quote: quoted ? '"' : false,
    record_delimiter: lineBreaks,
    relax_column_count: true,
  } satisfies Options;
}

async function* readObjects(path: string, columns: Columns): AsyncGenerator<Row> {
  for await (const { text, firstLine } of readBlocks(path)) {
    let line = firstLine;
    for (const json of text.split('\n')) {
      if (json.trim() !== '') yield { ...readObject(path, line, json, columns), line };
      line++;
    }
  }
}

function readObject(path: string, line: number, json: string, columns: Columns): { text: string; label: string } {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw rowError(path, line, `not JSON: ${(error as Error).message}`, 'Write one JSON object per line.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw rowError(
      path,
      line,
      'not a JSON object',
      'Write one JSON object per line, such as {"text": "…", "label": "…"}.',
    );
  }
  const object = value as Record<string, unknown>;
  const field = (column: string): string => {
    columnIndex(path, line, Object.keys(object), column);
    const found = object[column];
    const text = fieldText(found);
    if (text !== null) return text;
    throw rowError(
      path,
      line,
      `"${column}" is ${JSON.stringify(found)}; allowed: a text, a number, true or false`,
      'Correct the line.',
    );
  };
  return { text: field(columns.text), label: field(columns.label) };
}

/** A value of a JSONL file as text; null if it is not a string, number or boolean. */
export function fieldText(value: unknown): string | null {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : null;
}

function columnIndex(path: string, line: number, names: readonly string[], column: string): number {
  const index = names.indexOf(column);
  if (index >= 0) return index;
  const message = `no column "${column}"; columns: ${names.slice(0, 20).join(', ')}${didYouMean(column, names)}`;
  throw rowError(path, line, message, 'Set dataset.textColumn and dataset.labelColumn to columns of the file.');
}

function rowError(path: string, line: number, reason: string, remedy: string): UserError {
  return new UserError(`${path}:${line}: ${reason}`, remedy);
}
