import type { Finding } from './finding.ts';
import type { DataRecord } from './grammar.ts';
import type { TextSyntax } from './syntax.ts';

/** A record with the line where it begins; in Parquet, the number of its row. Both count from 1. */
export interface NumberedRecord {
  readonly record: DataRecord;
  readonly line: number;
}

/** An opened file of rows. */
export interface DataFile {
  readonly path: string;
  /** How it is written; null for Parquet, which says so itself. */
  readonly syntax: TextSyntax | null;
  readonly encoding: string | null;
  /** The columns of every record; null where each has its own, as in JSON. */
  readonly columns: readonly string[] | null;
  /** The line of the header; null where there is none. */
  readonly headerLine: number | null;
  /** Why its first record, read as a header, looks like a row; null where it does not. */
  readonly headerDoubt: { readonly reason: string; readonly fields: number } | null;
  /** What opening it found out. */
  readonly findings: readonly Finding[];
  /** Reads all records from the first, in batches; `report` is given what only reading finds out. Errors: UserError. */
  records(report: (finding: Finding) => void): AsyncGenerator<readonly NumberedRecord[]>;
}
