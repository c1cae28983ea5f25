import { UserError } from '../../common/userError.ts';
import { fieldText, readFields, type Format } from './rows.ts';
import { readBlocks } from './textBlocks.ts';

/** How a file of rows begins. */
export interface FileHead {
  readonly columns: readonly string[];
  /** The first rows, a field a column; what is no text is ''. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * The columns of a file (of JSONL: the keys of its first object) and at most so many of its rows; no more of it is read.
 * Errors: UserError when it is missing, empty, not UTF-8 or malformed.
 */
export async function readHead(path: string, format: Format, count = 0): Promise<FileHead> {
  return format === 'jsonl' ? objectsHead(path, count) : tableHead(path, format, count);
}

async function tableHead(path: string, format: Exclude<Format, 'jsonl'>, count: number): Promise<FileHead> {
  let columns: string[] | null = null;
  const rows: string[][] = [];
  for await (const { fields } of readFields(path, format)) {
    if (fields.length === 1 && fields[0]!.trim() === '') continue;
    if (columns) rows.push(fields);
    columns ??= fields;
    if (rows.length >= count) break;
  }
  return { columns: columns ?? noRows(path), rows };
}

async function objectsHead(path: string, count: number): Promise<FileHead> {
  const objects: Record<string, unknown>[] = [];
  for await (const { text } of readBlocks(path)) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    for (const line of lines.slice(0, count + 1)) objects.push(objectOf(path, line));
    if (objects.length > 0) break;
  }
  const columns = Object.keys(objects[0] ?? noRows(path));
  const rows = objects.slice(0, count).map((object) => columns.map((column) => fieldText(object[column]) ?? ''));
  return { columns, rows };
}

function objectOf(path: string, line: string): Record<string, unknown> {
  const value = parsed(line);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new UserError(`${path}: its first lines are no JSON objects`, 'Write one JSON object a line.');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function noRows(path: string): never {
  throw new UserError(`${path}: has no rows`, 'Give a file with rows in it.');
}
