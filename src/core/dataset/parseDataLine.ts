import { parse } from 'csv-parse/sync';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { FilesDataset } from './files.ts';
import { fieldText, isQuoted, tableSyntax, type Format, type TableFormat } from './rows.ts';

/** What one line of a user's file says. */
export interface DataLine {
  readonly text: string;
  /** null where the line has none. */
  readonly label: string | null;
  /** Offset of the text's first character in the line; null where the line has it escaped, so that offsets do not match. */
  readonly start: number | null;
}

/** The columns of a `files` data set and the format of the file at hand, see `formatOf`. */
export type LineDataset = Pick<FilesDataset, 'textColumn' | 'labelColumn'> & { readonly format: Format };

type Field = Pick<DataLine, 'text' | 'start'>;

/**
 * Reads one line of a file as `readRows` reads it; `header` is the file's first line, without a byte order mark. null where the line is no row: header, blank,
 * malformed or without a text. A row must be whole in its line: of a quoted text over several lines no line is one (though one in the
 * middle may look like it).
 */
export function parseDataLine(dataset: LineDataset, header: string, line: string): DataLine | null {
  const { format, textColumn, labelColumn } = dataset;
  const own = withoutBreak(line);
  const find = format === 'jsonl' ? objectFields(own) : tableFields(format, withoutBreak(header), own);
  const field = find?.(textColumn);
  if (!find || !field || field.text.trim() === '') return null;
  return { ...field, label: find(labelColumn)?.text.trim() || null };
}

/** Looks a field up by its column; null for a line that is no row. */
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

/** null where the line is blank or not one whole record. */
function fieldsOf(format: TableFormat, quoted: boolean, line: string): string[] | null {
  try {
    const records: string[][] = parse(line, tableSyntax(format, quoted));
    return records.length === 1 ? records[0]! : null;
  } catch {
    return null;
  }
}

/** Where each field begins, within its quotes where `quotedLine` has them; null where quotes in it are doubled. */
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

function withoutBreak(line: string): string {
  return line.replace(/\r?\n?$/, '');
}
