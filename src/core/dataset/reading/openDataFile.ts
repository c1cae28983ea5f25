import { openContent } from './bytes.ts';
import type { DataFile } from './dataFile.ts';
import type { ReadingOptions } from './options.ts';
import { openParquetFile } from './parquetFile.ts';
import { formatByName } from './syntax.ts';
import { openTextFile } from './textFile.ts';

/** Opens a file, packed or not, and finds out how it is written. Errors: UserError. */
export async function openDataFile(path: string, options: ReadingOptions): Promise<DataFile> {
  const content = await openContent(path);
  const format = options.format ?? formatByName(content.name);
  return format === 'parquet' ? openParquetFile(path, options) : openTextFile(path, content, options);
}
