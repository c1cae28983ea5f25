import { open, stat } from 'node:fs/promises';
import type { AsyncBuffer, FileMetaData, ParquetScan } from 'hyparquet';
import { checkRegular } from '../../../common/checkRegular.ts';
import { UserError } from '../../../common/userError.ts';
import { readError } from '../sourceFile.ts';
import type { DataFile, NumberedRecord } from './dataFile.ts';
import type { DataRecord } from './grammar.ts';
import { rationaleColumns, textColumns, type ReadingOptions } from './options.ts';

/** Decoding a row group takes about this many bytes of memory: larger ones are refused. */
const maxGroupBytes = 2 ** 31;
/** Rows handed over at a time. */
const batchRows = 4096;

/** A Parquet file, read one row group at a time and only the columns that are asked for. Errors: UserError. */
export async function openParquetFile(path: string, options: ReadingOptions): Promise<DataFile> {
  const [{ parquetScan, parquetSchema }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet-compressors'),
  ]);
  const file = await fileBuffer(path);
  const scan = await guarded(path, () => parquetScan({ file, compressors, parsers: { stringFromBytes: textOf } }));
  const columns = parquetSchema(scan.metadata).children.map(({ element }) => element.name);
  const classNames = classNamesOf(scan.metadata);
  const labels = classNames.get(options.labelColumn);
  return {
    path,
    syntax: null,
    encoding: null,
    columns,
    headerLine: null,
    headerDoubt: null,
    findings: labels
      ? [{ file: path, level: 'info', message: `its labels are named ${labels.slice(0, 10).join(', ')} by its schema` }]
      : [],
    records: () => records(path, { scan, columns, classNames }, options),
  };
}

interface OpenParquet {
  readonly scan: ParquetScan;
  readonly columns: readonly string[];
  readonly classNames: ReadonlyMap<string, readonly string[]>;
}

async function* records(
  path: string,
  { scan, columns, classNames }: OpenParquet,
  options: ReadingOptions,
): AsyncGenerator<readonly NumberedRecord[]> {
  const { labelColumn, otherColumns = [] } = options;
  const asked = [...textColumns(options), labelColumn, ...rationaleColumns(options), ...otherColumns].map((column) =>
    topColumn(column, columns),
  );
  const wanted = columns.filter((column) => asked.includes(column));
  checkGroups(path, scan.metadata);
  for (const { rowStart, rowEnd } of scan.ranges) {
    const values: ArrayLike<unknown>[] = [];
    for (const column of wanted) {
      const read = await guarded(path, () => scan.readColumn({ column, rowStart, rowEnd }));
      values.push(withNames(read as ArrayLike<unknown>, classNames.get(column)));
    }
    for (let start = rowStart; start < rowEnd; start += batchRows) {
      yield Array.from({ length: Math.min(batchRows, rowEnd - start) }, (_, i) => ({
        record: new ParquetRecord(columns, wanted, values, start - rowStart + i),
        line: start + i + 1,
      }));
    }
  }
}

/** `Buffer.toString` is several times faster than the `TextDecoder` of hyparquet. */
function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** One row: a number into the columns of its row group. */
class ParquetRecord implements DataRecord {
  readonly columns: readonly string[];
  readonly #read: readonly string[];
  readonly #values: readonly ArrayLike<unknown>[];
  readonly #index: number;

  constructor(
    columns: readonly string[],
    read: readonly string[],
    values: readonly ArrayLike<unknown>[],
    index: number,
  ) {
    this.columns = columns;
    this.#read = read;
    this.#values = values;
    this.#index = index;
  }

  get(column: string): unknown {
    const at = this.#read.indexOf(column);
    if (at >= 0) return this.#values[at]![this.#index] ?? null;
    const [top, ...keys] = column.split('.');
    const outer = keys.length > 0 ? this.#values[this.#read.indexOf(top!)]?.[this.#index] : undefined;
    return keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], outer);
  }
}

function topColumn(column: string, columns: readonly string[]): string {
  return columns.includes(column) ? column : column.split('.')[0]!;
}

/** Numbers of classes as their names; −1, which marks a row without label in Hugging Face's data sets, as null. */
function withNames(values: ArrayLike<unknown>, names: readonly string[] | undefined): ArrayLike<unknown> {
  if (!names) return values;
  return Array.from(values, (value) => (value === null || Number(value) < 0 ? null : (names[Number(value)] ?? value)));
}

/** The names of the classes of each column that is a `ClassLabel`, as the library `datasets` writes them into the file. */
function classNamesOf({ key_value_metadata }: FileMetaData): ReadonlyMap<string, readonly string[]> {
  const stored = key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  const found = new Map<string, readonly string[]>();
  try {
    const { info } = JSON.parse(stored ?? '{}') as { info?: { features?: Record<string, ClassLabel> } };
    for (const [column, { _type, names }] of Object.entries(info?.features ?? {})) {
      if (_type === 'ClassLabel' && Array.isArray(names)) found.set(column, names.map(String));
    }
  } catch {
    // not of the form that `datasets` writes: the labels stay numbers
  }
  return found;
}

interface ClassLabel {
  readonly _type?: string;
  readonly names?: readonly unknown[];
}

async function fileBuffer(path: string): Promise<AsyncBuffer> {
  checkRegular(path);
  const { size } = await stat(path).catch((error: unknown) => {
    throw readError(path, error);
  });
  return {
    byteLength: size,
    async slice(start, end = size) {
      const handle = await open(path).catch((error: unknown) => {
        throw readError(path, error);
      });
      try {
        const bytes = new Uint8Array(end - start);
        await handle.read(bytes, 0, bytes.length, start);
        return bytes.buffer;
      } finally {
        await handle.close();
      }
    },
  };
}

async function guarded<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const message = `${path}: cannot be read as Parquet: ${(error as Error).message}`;
    throw new UserError(message, 'Is the file complete? Copy it again; a Git LFS pointer must be fetched first.');
  }
}

function checkGroups(path: string, { row_groups }: FileMetaData): void {
  const bytes = Math.max(0, ...row_groups.map(({ total_byte_size }) => Number(total_byte_size)));
  if (bytes <= maxGroupBytes) return;
  const message = `${path}: a row group has ${(bytes / 2 ** 30).toFixed(1)} GiB; allowed: ${maxGroupBytes / 2 ** 30} GiB`;
  throw new UserError(message, 'Write the file with smaller row groups, for instance of 100,000 rows.');
}
