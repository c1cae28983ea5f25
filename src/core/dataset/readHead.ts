import { UserError } from '../../common/userError.ts';
import { fieldText, readFields, type Format } from './rows.ts';
import { readBlocks } from './textBlocks.ts';

/** The columns and first rows of a data file. */
export interface FileHead {
  readonly columns: readonly string[];
  /** The first rows, one field per column; values that are not text are ''. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads the columns of a file (for JSONL the keys of its first object) and at most `count` rows, and no more of the file than that.
 * Errors: UserError if it is missing, empty, not UTF-8 or malformed.
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
  return { columns: columns ?? failNoRows(path), rows };
}

async function objectsHead(path: string, count: number): Promise<FileHead> {
  const objects: Record<string, unknown>[] = [];
  for await (const { text } of readBlocks(path)) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    for (const line of lines.slice(0, count + 1)) objects.push(objectOf(path, line));
    if (objects.length > 0) break;
  }
  const columns = Object.keys(objects[0] ?? failNoRows(path));
  const rows = objects.slice(0, count).map((object) => columns.map((column) => fieldText(object[column]) ?? ''));
  return { columns, rows };
}

function objectOf(path: string, line: string): Record<string, unknown> {
  const value = parsed(line);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new UserError(`${path}: its first lines are not JSON objects`, 'Write one JSON object per line.');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function failNoRows(path: string): never {
  throw new UserError(`${path}: has no rows`, 'Give a file with rows in it.');
}
