import { RandomAccessFile } from './pretrained/tensorReader.ts';
import { damagedFile, decodeValues, type TensorValues } from './safetensors.ts';
import { headerBytes, parseHeader, type TensorEntry } from './safetensorsHeader.ts';

/** A file of the safetensors format of which tensors are read one at a time, so that it is never in memory as a whole. */
export interface SafetensorsFile {
  readonly path: string;
  readonly entries: ReadonlyMap<string, TensorEntry>;
  readonly metadata: Readonly<Record<string, string>>;
  /** The values of a tensor of `entries`. Errors: UserError where they cannot be read. */
  read(name: string): Promise<TensorValues>;
  close(): Promise<void>;
}

/** Opens a file; the caller closes it. Errors: UserError where it is damaged. */
export async function openSafetensorsFile(path: string): Promise<SafetensorsFile> {
  const file = await RandomAccessFile.open(path);
  try {
    return await readHeader(file);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Opens a file, calls `use` with it, and always closes it afterwards. Errors: as `openSafetensorsFile`. */
export async function withSafetensorsFile<T>(path: string, use: (file: SafetensorsFile) => Promise<T>): Promise<T> {
  const file = await openSafetensorsFile(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

async function readHeader(file: RandomAccessFile): Promise<SafetensorsFile> {
  const { path } = file;
  const start = await file.read(0, Math.min(8, file.bytes));
  const length = start.length < 8 ? 0 : headerBytes(start);
  const beginning = length === null ? start : await file.read(0, Math.min(8 + length, file.bytes));
  const header = parseHeader(beginning, file.bytes);
  if (typeof header === 'string') throw damagedFile(path, header);
  const entries = new Map(header.entries.map((entry) => [entry.name, entry]));
  return {
    path,
    entries,
    metadata: header.metadata,
    close: () => file.close(),
    read: async (name) => {
      const { dtype, offsets } = entries.get(name)!;
      const bytes = await file.read(header.dataStart + offsets[0], offsets[1] - offsets[0]);
      return decodeValues(dtype, bytes.buffer);
    },
  };
}
