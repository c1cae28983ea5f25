import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { checkRegular } from '../../../common/checkRegular.ts';
import { UserError } from '../../../common/userError.ts';
import { readError } from '../sourceFile.ts';

const chunkBytes = 1 << 18;

/** The content of a file, unpacked. */
export interface FileContent {
  /** The name whose extension tells the format: without `.gz`; of a .zip archive that of its entry. */
  readonly name: string;
  readonly isPacked: boolean;
  /** Reads the content from its beginning. Errors: UserError where it cannot be read or unpacked. */
  chunks(): AsyncGenerator<Buffer>;
}

/**
 * A plain file, one packed by gzip (`.gz`), or an entry of a .zip archive: `reviews.zip/test.csv`, or `reviews.zip` where it has one
 * file only. Nothing is unpacked to the disk. Errors: UserError.
 */
export async function openContent(path: string): Promise<FileContent> {
  const zip = zipPathOf(path);
  if (zip) {
    const name = await entryName(zip);
    return { name, isPacked: true, chunks: () => zipChunks(zip.archive, name) };
  }
  const name = basename(path);
  if (extname(path).toLowerCase() !== '.gz') return { name, isPacked: false, chunks: () => fileChunks(path) };
  return { name: name.slice(0, -'.gz'.length), isPacked: true, chunks: () => gzipChunks(path) };
}

export interface ZipPath {
  readonly archive: string;
  /** The path within the archive; null where the archive alone is named. */
  readonly entry: string | null;
}

/** The archive and the entry that a path names; null for a path without a .zip archive. */
export function zipPathOf(path: string): ZipPath | null {
  const [, archive, entry] = /^(.*?\.zip)(?:[\\/](.+))?$/i.exec(path) ?? [];
  return archive === undefined ? null : { archive, entry: entry?.replaceAll('\\', '/') ?? null };
}

/** The file on disk that holds the content. */
export function storedFile(path: string): string {
  return zipPathOf(path)?.archive ?? path;
}

async function* fileChunks(path: string): AsyncGenerator<Buffer> {
  checkRegular(path);
  try {
    yield* createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw readError(path, error);
  }
}

async function* gzipChunks(path: string): AsyncGenerator<Buffer> {
  checkRegular(path);
  const unpacked = createGunzip({ chunkSize: chunkBytes });
  pipeline(createReadStream(path, { highWaterMark: chunkBytes }), unpacked, () => undefined);
  try {
    yield* unpacked as AsyncIterable<Buffer>;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!/^Z_/.test(code ?? '')) throw readError(path, error);
    const remedy = 'Is it complete, and packed by gzip? Copy or pack it again.';
    throw new UserError(`${path}: cannot be unpacked: ${message}`, remedy);
  }
}

async function* zipChunks(archive: string, name: string): AsyncGenerator<Buffer> {
  const zip = await openZip(archive);
  try {
    const entry = (await entriesOf(zip)).find(({ fileName }) => fileName === name)!;
    yield* (await zip.openReadStreamPromise(entry)) as Readable & AsyncIterable<Buffer>;
  } catch (error) {
    throw brokenZip(archive, error);
  } finally {
    zip.close();
  }
}

async function entryName({ archive, entry }: ZipPath): Promise<string> {
  const zip = await openZip(archive);
  try {
    const names = (await entriesOf(zip)).map(({ fileName }) => fileName);
    const listed = `${names.slice(0, 10).join(', ')}${names.length > 10 ? ', …' : ''}`;
    if (entry !== null && !names.includes(entry)) {
      throw new UserError(`${archive}: has no entry "${entry}"`, `Name one of its entries: ${listed}.`);
    }
    if (entry === null && names.length !== 1) {
      const example = `"${archive.replace(/^.*[\\/]/, '')}/${names[0] ?? 'train.csv'}"`;
      throw new UserError(
        `${archive}: has ${names.length} files: ${listed}`,
        `Name the one to read, as in ${example}.`,
      );
    }
    return entry ?? names[0]!;
  } catch (error) {
    throw brokenZip(archive, error);
  } finally {
    zip.close();
  }
}

async function openZip(archive: string): Promise<ZipFile> {
  checkRegular(archive);
  return openPromise(archive, { autoClose: false }).catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === undefined ? brokenZip(archive, error) : readError(archive, error);
  });
}

/** Its files; folders, and what macOS adds of its own, do not count. */
async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    if (!/\/$|^__MACOSX\/|(^|\/)\.DS_Store$/.test(entry.fileName)) entries.push(entry);
  }
  return entries;
}

function brokenZip(archive: string, error: unknown): unknown {
  if (error instanceof UserError) return error;
  return new UserError(
    `${archive}: cannot be unpacked: ${(error as Error).message}`,
    'Copy or pack the archive again.',
  );
}
