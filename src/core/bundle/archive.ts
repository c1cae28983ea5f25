import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzip, gzipSync, type ZlibOptions } from 'node:zlib';
import { extract, pack, type Header } from 'tar-stream';
import { UserError } from '../../common/userError.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { maxArchiveBytes, maxFileBytes } from './bundleFiles.ts';

/** A tar.gz of these files; the same files result in the same bytes. */
export async function packArchive(files: ReadonlyMap<string, Uint8Array>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of files) archive.entry({ name, mtime: new Date(0) }, Buffer.from(content));
  archive.finalize();
  return gzipSync(await buffer(archive));
}

/** The files of a bundle by name. Errors: UserError if it is not such an archive or has a file that does not belong in a bundle. */
export async function unpackArchive(path: string): Promise<Map<string, Buffer>> {
  const packed = await readFile(path).catch((error: unknown) => {
    throw fileProblem(path, error, 'read');
  });
  const files = new Map<string, Buffer>();
  try {
    const entries = extract();
    entries.end(await unzip(packed, { maxOutputLength: maxArchiveBytes }));
    for await (const entry of entries) {
      const reason = whyRefused(entry.header, files);
      if (reason !== null) throw refusal(path, reason);
      files.set(entry.header.name, await buffer(entry));
    }
  } catch (error) {
    throw error instanceof UserError ? error : refusal(path, (error as Error).message);
  }
  return files;
}

const unzip = promisify<Buffer, ZlibOptions, Buffer>(gunzip);

function whyRefused({ name, type, size }: Header, files: ReadonlyMap<string, Buffer>): string | null {
  const maxBytes = maxFileBytes.get(name);
  if (maxBytes === undefined) return `${JSON.stringify(name)} is not a file of a bundle`;
  if (type !== 'file') return `${name} is a ${type}, not a file`;
  if ((size ?? 0) > maxBytes) return `${name} has ${size} bytes; the maximum is ${maxBytes}`;
  return files.has(name) ? `${name} occurs twice` : null;
}

export function refusal(path: string, why: string): UserError {
  return new UserError(
    `${path}: not a bundle of a run: ${why}`,
    'Copy the bundle again, or create it again with `safr export`.',
  );
}
