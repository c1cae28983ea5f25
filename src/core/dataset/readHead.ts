import { UserError } from '../../common/userError.ts';
import type { DataFile } from './reading/dataFile.ts';
import { openDataFile } from './reading/openDataFile.ts';
import type { Finding } from './reading/finding.ts';
import type { ReadingOptions } from './reading/options.ts';
import { fieldText } from './reading/value.ts';

/** How a file of rows begins. */
export interface FileHead {
  readonly columns: readonly string[];
  /** The first rows, a field per column; what is no text is ''. */
  readonly rows: readonly (readonly string[])[];
  readonly file: DataFile;
  /** What opening it found out. */
  readonly findings: readonly Finding[];
}

/** The options of a data set that says nothing about how its files are read. */
export const defaultReading: ReadingOptions = {
  textColumn: 'text',
  pair: false,
  labelColumn: 'label',
  quoting: 'auto',
  emptyRows: 'error',
};

/**
 * The columns of a file (of JSON: the keys of its first object) and at most so many of its rows; no more of it is read.
 * Errors: UserError when it is missing, empty, cannot be decoded or is malformed.
 */
export async function readHead(path: string, options: ReadingOptions, count = 0): Promise<FileHead> {
  const opened = await openDataFile(path, options);
  const file = opened.syntax === null && opened.columns ? await openAllColumns(path, options, opened.columns) : opened;
  let columns = file.columns;
  const rows: string[][] = [];
  if (columns === null || count > 0) {
    reading: for await (const records of file.records(() => undefined)) {
      for (const { record } of records) {
        columns ??= record.columns;
        if (rows.length >= count) break reading;
        rows.push(columns.map((column) => fieldText(record.get(column)) ?? ''));
      }
    }
  }
  if (columns === null) throw new UserError(`${path}: has no rows`, 'Give a file with rows in it.');
  return { columns, rows, file, findings: file.findings };
}

/** Of Parquet only the columns of text and label are read otherwise. */
function openAllColumns(path: string, options: ReadingOptions, columns: readonly string[]): Promise<DataFile> {
  return openDataFile(path, { ...options, textColumn: [...columns] });
}
