import { extname } from 'node:path';
import { placeName } from '../../common/placeName.ts';
import { UserError } from '../../common/userError.ts';
import type { Experiment } from '../experiment/schema.ts';
import { proposeReading } from './proposal.ts';
import { defaultReading } from './readHead.ts';
import { openContent } from './reading/bytes.ts';
import { looksLikeFastText } from './reading/fastText.ts';
import type { Finding } from './reading/finding.ts';
import { openDataFile } from './reading/openDataFile.ts';
import { hasColumn, textColumns, type ReadingOptions } from './reading/options.ts';
import { readRows, type Row } from './reading/readRows.ts';
import { missingColumn } from './reading/rows.ts';
import { openTextHead, type TextHead } from './reading/textFile.ts';

export interface TextsOptions {
  /** The data set of the model that reads the texts; null if it is not known. */
  readonly dataset: Experiment['dataset'] | null;
  /** The column of the texts, instead of that of the data set. */
  readonly textColumn?: string | undefined;
  /** Other columns to read. */
  readonly otherColumns?: readonly string[];
  /** Called with what is found on the way. */
  readonly report: (finding: Finding) => void;
  /** Called for every row or line without a text, which is left out, with the line where it begins. */
  readonly onEmptyRow: (line: number) => void;
}

/**
 * Reads the texts of a file, which need not be one of the data set, in batches of rows: each line of a `.txt` file is a text; in tables, JSON
 * and Parquet they are in the column that is asked for, else in that of the data set, else in the one that looks most like it. Labels are read
 * where there are any. Errors: UserError for a file that cannot be read or has no such column.
 */
export async function* readTextsOf(path: string, options: TextsOptions): AsyncGenerator<readonly Row[]> {
  const head = extname(path).toLowerCase() === '.txt' ? await plainTextHead(path) : null;
  if (head) {
    yield* readLines(head, options.onEmptyRow);
    return;
  }
  const reading = await readingOf(path, options);
  const rows = { ...reading, isLabelOptional: true, onEmptyRow: options.onEmptyRow };
  yield* readRows(await openDataFile(path, reading), rows, options.report);
}

/**
 * The row of a file that a line belongs to: the line of the row itself or, where its fields have line breaks, one below it. In Parquet, `line` is
 * the number of the row. Errors: those of `readTextsOf`; UserError where no row has the line, or the row no text.
 */
export async function readTextAt(path: string, line: number, options: Omit<TextsOptions, 'onEmptyRow'>): Promise<Row> {
  let found: Row | null = null;
  let emptyAt = 0;
  let begins: number | null = null; // of the first row after the line
  const onEmptyRow = (at: number) => {
    if (at <= line) emptyAt = at;
  };
  for await (const rows of readTextsOf(path, { ...options, onEmptyRow })) {
    found = rows.findLast((row) => row.line <= line) ?? found;
    begins = rows.find((row) => row.line > line)?.line ?? null;
    if (begins !== null) break;
  }
  const place = placeName(path, line);
  if (emptyAt > (found?.line ?? 0)) throw new UserError(`${place}: the row has no text`, 'Name a line of another row.');
  if (found && (begins !== null || line <= lastLine(found))) return found;
  const nearest = found?.line ?? begins;
  const remedy = nearest === null ? 'Name a file with rows.' : `The nearest row is ${placeName(path, nearest)}.`;
  throw new UserError(`${place}: no row is there`, remedy);
}

/** At least: line breaks of other fields are not known. */
const lastLine = ({ text, line }: Row) => line + text.split(/\r\n|\r|\n/).length - 1;

/** null for lines of fastText. */
async function plainTextHead(path: string): Promise<TextHead | null> {
  const head = await openTextHead(path, await openContent(path), { ...defaultReading, format: 'tsv' });
  return looksLikeFastText(head.text) ? null : head;
}

async function* readLines(head: TextHead, onEmptyRow: TextsOptions['onEmptyRow']): AsyncGenerator<readonly Row[]> {
  let line = 0;
  let rest = '';
  const rowsOf = (lines: readonly string[]) =>
    lines.flatMap((text): Row[] => {
      line++;
      if (text.trim() !== '') return [{ text, label: null, line }];
      onEmptyRow(line);
      return [];
    });
  for await (const chunk of head.chunks()) {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop()!;
    yield rowsOf(lines);
  }
  if (rest !== '') yield rowsOf([rest]);
}

async function readingOf(
  path: string,
  { dataset, textColumn, otherColumns = [] }: TextsOptions,
): Promise<ReadingOptions> {
  const { head, encoding, columns, ...guess } = await proposeReading(path);
  const own = dataset?.source === 'files' ? dataset : null;
  const named = own?.columns?.length === columns?.length ? own?.columns : columns;
  const names = named ?? head.columns;
  const wanted = textColumn ?? own?.textColumn ?? guess.textColumn ?? 'text';
  const missing = textColumns({ textColumn: wanted }).find((column) => !hasColumn(names, column));
  if (missing !== undefined) {
    const { message } = missingColumn(names, missing);
    throw new UserError(`${path}: ${message}`, 'Name the column of the texts with --text-column.');
  }
  return {
    ...defaultReading,
    encoding,
    columns: named && [...named],
    textColumn: wanted,
    pair: textColumn === undefined && own !== null && own.pair,
    labelColumn: own && hasColumn(names, own.labelColumn) ? own.labelColumn : (guess.labelColumn ?? 'label'),
    emptyRows: 'skip',
    otherColumns,
  };
}
