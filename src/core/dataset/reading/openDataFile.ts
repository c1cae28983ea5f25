import { UserError } from '../../../common/userError.ts';
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
  if (format !== 'parquet') return openTextFile(path, content, options);
  if (content.isPacked) throw new UserError(`${path}: Parquet within an archive cannot be read`, 'Unpack the file.');
  return openParquetFile(path, options);
}
