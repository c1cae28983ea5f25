import { extname } from 'node:path';
import { UserError } from '../../common/userError.ts';
import { documentVersion, type ExplainedLine } from './documents.ts';
import type { ExplainedRow } from './explainedRow.ts';
import { explanationParquet } from './explanationParquet.ts';

/** Writes explanations in batches as the content of a file. */
type Encode = (rows: AsyncIterable<readonly ExplainedRow[]>) => AsyncGenerator<Uint8Array>;

const formats: Readonly<Record<string, Encode>> = { '.jsonl': jsonLines, '.parquet': explanationParquet };

/** How a file with this name is written. Errors: UserError for another extension than .jsonl and .parquet. */
export function explanationFormat(path: string): Encode {
  const format = formats[extname(path).toLowerCase()];
  if (format) return format;
  throw new UserError(
    `${path}: explanations cannot be written as "${extname(path)}"`,
    'Name a .jsonl or .parquet file.',
  );
}

/** One JSON object per line: that of `safr explain --json`, after the row's line, text and label. */
export async function* jsonLines(rows: AsyncIterable<readonly ExplainedRow[]>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const batch of rows) {
    yield encoder.encode(batch.map((row) => `${JSON.stringify(rowDocument(row))}\n`).join(''));
  }
}

function rowDocument({ row, explanation, ranking }: ExplainedRow): ExplainedLine & { readonly version: number } {
  const { line, text, label } = row;
  return {
    version: documentVersion,
    line,
    text,
    ...(label !== null && { label }),
    ...explanation,
    ...(ranking && { ranking }),
  };
}
