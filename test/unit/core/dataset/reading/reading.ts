import { join } from 'node:path';
import { openDataFile } from '../../../../../src/core/dataset/reading/openDataFile.ts';
import type { Finding } from '../../../../../src/core/dataset/reading/finding.ts';
import { readRows, type Row, type RowsOptions } from '../../../../../src/core/dataset/reading/readRows.ts';
import { defaultReading } from '../../../../../src/core/dataset/readHead.ts';
import { folderOf } from '../experiments.ts';

export type Options = Partial<RowsOptions>;

/** The rows of a file, and what was found out. */
export async function readPath(path: string, options: Options = {}): Promise<{ rows: Row[]; findings: string[] }> {
  const all = { ...defaultReading, isLabelOptional: false, ...options };
  const rows: Row[] = [];
  const findings: Finding[] = [];
  for await (const batch of readRows(await openDataFile(path, all), all, (finding) => findings.push(finding))) {
    rows.push(...batch);
  }
  return { rows, findings: findings.map(({ level, message }) => `${level}: ${message}`) };
}

/** The same of a new file with this content. */
export function readContent(name: string, content: string | Uint8Array, options: Options = {}) {
  return readPath(join(folderOf({ [name]: content }), name), options);
}

/** The rows as `[text, label, line]`. */
export async function rowsOf(name: string, content: string | Uint8Array, options: Options = {}) {
  return listed((await readContent(name, content, options)).rows);
}

export function listed(rows: readonly Row[]): [string, string | null, number][] {
  return rows.map(({ text, label, line }) => [text, label, line]);
}
