import { parse } from 'csv-parse/sync';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { FilesDataset } from './files.ts';
import { fieldText, isQuoted, tableSyntax, type Format, type TableFormat } from './rows.ts';

/** The content of one line of a data file. */
export interface DataLine {
  readonly text: string;
  /** null if the line has no label. */
  readonly label: string | null;
  /** Offset of the text in the line; null if the line contains it escaped, so that offsets do not match. */
  readonly start: number | null;
}

/** The columns of a `files` data set and the format of the file, see `formatOf`. */
export type LineDataset = Pick<FilesDataset, 'textColumn' | 'labelColumn'> & { readonly format: Format };

type Field = Pick<DataLine, 'text' | 'start'>;

/**
 * Parses one line of a file in the same way as `readRows`. `header` is the file's first line, without a byte order mark. Returns null if the
 * line is not a row: the header, blank, malformed or without a text. Rows that span several lines (quoted texts with line breaks) are not
 * supported: their lines are usually malformed, though one in the middle may look like a row.
 */
export function parseDataLine(dataset: LineDataset, header: string, line: string): DataLine | null {
  const { format, textColumn, labelColumn } = dataset;
  const content = withoutLineBreak(line);
  const find = format === 'jsonl' ? objectFields(content) : tableFields(format, withoutLineBreak(header), content);
  const field = find?.(textColumn);
  if (!find || !field || field.text.trim() === '') return null;
  return { ...field, label: find(labelColumn)?.text.trim() || null };
}

/** Looks up a field by its column; null if there is no such field. */
type Find = (column: string) => Field | null;

function tableFields(format: TableFormat, header: string, line: string): Find | null {
  const quoted = isQuoted(format, header);
  const names = fieldsOf(format, quoted, header);
  const fields = line === header ? null : fieldsOf(format, quoted, line);
  if (!names || fields?.length !== names.length) return null;
  const starts = startsOf(fields, quoted ? line : null);
  return (column) => {
    const index = names.indexOf(column);
    return index < 0 ? null : { text: fields[index]!, start: starts[index]! };
  };
}

/** The fields of a line; null if it is blank or not exactly one record. */
function fieldsOf(format: TableFormat, quoted: boolean, line: string): string[] | null {
  try {
    const records: string[][] = parse(line, tableSyntax(format, quoted));
    return records.length === 1 ? records[0]! : null;
  } catch {
    return null;
  }
}

/** The offset of each field, after its opening quote if it has one in `quotedLine`; null if it contains doubled quotes. */
function startsOf(fields: readonly string[], quotedLine: string | null): (number | null)[] {
  let at = 0;
  return fields.map((field) => {
    const start = at;
    const quotes = field.split('"').length - 1;
    const isQuotedField = quotedLine?.[start] === '"';
    at += field.length + (isQuotedField ? 2 + quotes : 0) + 1;
    if (!isQuotedField) return start;
    return quotes === 0 ? start + 1 : null;
  });
}

function objectFields(line: string): Find | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const object = value as Record<string, unknown>;
  const tree = parseTree(line);
  return (column) => {
    const text = Object.hasOwn(object, column) ? fieldText(object[column]) : null;
    if (text === null) return null;
    const node = tree && findNodeAtLocation(tree, [column]);
    const raw = node && line.slice(node.offset, node.offset + node.length);
    return { text, start: raw === text ? node!.offset : raw === `"${text}"` ? node!.offset + 1 : null };
  };
}

function withoutLineBreak(line: string): string {
  return line.replace(/\r?\n?$/, '');
}
