import { UserError } from '../../../common/userError.ts';
import { placeName } from '../../../common/placeName.ts';
import type { DataFile } from './dataFile.ts';
import type { Finding } from './finding.ts';
import { columnsRemedy } from './header.ts';
import { hasColumn, rationaleColumns, textColumns, type ReadingOptions } from './options.ts';
import { missingColumn, rowReader, type EmptyField, type RowContent } from './rows.ts';

/** A row of a file. */
export interface Row extends RowContent {
  /** Where it begins; in Parquet the number of the row. Both count from 1. */
  readonly line: number;
}

export interface RowsOptions extends ReadingOptions {
  /** Whether a file may lack the column of labels. */
  readonly isLabelOptional: boolean;
  /** Whether a file must have `otherColumns`. */
  readonly needsOtherColumns?: boolean;
  /** Called for every row that is left out because it has no text or no label, with the line where it begins. */
  readonly onEmptyRow?: (line: number) => void;
}

/** The rows of a file, in batches; `report` is given what is found on the way. Errors: UserError with file, line and reason. */
export async function* readRows(
  file: DataFile,
  options: RowsOptions,
  report: (finding: Finding) => void,
): AsyncGenerator<readonly Row[]> {
  checkColumns(file, options);
  const read = rowReader(options, options.isLabelOptional);
  const isUnquoted = file.syntax?.kind === 'table' && file.syntax.quoting === 'none' && options.quoting === 'auto';
  let quoted = 0;
  for (const finding of file.findings) report(finding);
  for await (const records of file.records(report)) {
    const rows: Row[] = [];
    for (const { record, line } of records) {
      const outcome = read(record);
      if ('row' in outcome) {
        rows.push({ ...outcome.row, line });
        if (isUnquoted && looksQuoted(outcome.row.text)) quoted++;
      } else if ('problem' in outcome)
        throw new UserError(`${placeName(file.path, line)}: ${outcome.problem.message}`, outcome.problem.remedy);
      else if (options.emptyRows === 'skip') options.onEmptyRow?.(line);
      else throw emptyError(file.path, line, outcome.empty);
    }
    yield rows;
  }
  if (file.headerDoubt) report(doubtful(file.path, file.headerDoubt));
  if (quoted > 0) report(quotesKept(file.path, quoted));
}

/** A header that lacks a column and looks like a row is none. */
function checkColumns({ path, columns, headerLine, headerDoubt }: DataFile, options: RowsOptions): void {
  if (columns === null) return;
  const labels = options.isLabelOptional ? [] : [options.labelColumn];
  const others = options.needsOtherColumns ? (options.otherColumns ?? []) : [];
  const wanted = [...textColumns(options), ...labels, ...rationaleColumns(options), ...others];
  const column = wanted.find((each) => !hasColumn(columns, each));
  if (column === undefined) return;
  const { message, remedy: ofDataset } = missingColumn(columns, column);
  const remedy = others.includes(column) ? 'Correct the column of the slice that names it.' : ofDataset;
  const place = headerLine === null ? path : placeName(path, headerLine);
  if (!headerDoubt) throw new UserError(`${place}: ${message}`, remedy);
  const reason = `this line looks like a row, not like a header: ${headerDoubt.reason}`;
  throw new UserError(`${place}: ${message}; ${reason}`, `${columnsRemedy(headerDoubt.fields)} ${remedy}`);
}

/** A text within quotes that has doubled quotes in it, as a quoted field has. */
function looksQuoted(text: string): boolean {
  return text.startsWith('"') && text.endsWith('"') && text.slice(1, -1).includes('""');
}

function quotesKept(file: string, count: number): Finding {
  const which =
    count === 1
      ? '1 text looks like a quoted field and keeps its'
      : `${count} texts look like quoted fields and keep their`;
  const message = `${which} quotes; "quoting": "double" would take them off, "none" ends this warning`;
  return { file, level: 'warning', message };
}

function doubtful(file: string, { reason, fields }: NonNullable<DataFile['headerDoubt']>): Finding {
  const message = `its first line is read as a header but looks like a row: ${reason}. ${columnsRemedy(fields)}`;
  return { file, level: 'warning', message };
}

function emptyError(path: string, line: number, { column, isNull }: EmptyField): UserError {
  const remedy = 'Fill it in, remove the row, or leave such rows out: "emptyRows": "skip" in "dataset".';
  return new UserError(`${placeName(path, line)}: "${column}" is ${isNull ? 'null' : 'empty'}`, remedy);
}
