import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGunzip, gzipSync } from 'node:zlib';
import { extract, pack, type Header } from 'tar-stream';
import { checkRegular } from '../../common/checkRegular.ts';
import { UserError } from '../../common/userError.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { alwaysAllowedBytes, maxBytesOf, maxRatio } from './bundleFiles.ts';

/** A tar.gz of these files; the same files result in the same bytes. */
export async function packArchive(files: ReadonlyMap<string, Uint8Array>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of files) archive.entry({ name, mtime: new Date(0) }, Buffer.from(content));
  archive.finalize();
  return gzipSync(await buffer(archive));
}

/**
 * Unpacks a bundle into an empty folder, one part after the other, and returns the names of its files. Errors: UserError where it is not
 * such an archive, or has anything but what a bundle may have; the folder then has some of the files.
 */
export async function unpackArchive(path: string, folder: string): Promise<string[]> {
  checkRegular(path);
  const names: string[] = [];
  const entries = extract();
  const { size } = await stat(path).catch((error: unknown) => {
    throw fileProblem(path, error, 'read');
  });
  const limit = limitBytes(Math.max(alwaysAllowedBytes, maxRatio * size));
  const unpacked = pipeline(createReadStream(path), createGunzip(), limit, entries);
  unpacked.catch(() => undefined); // it also ends the loop, which throws it
  try {
    for await (const entry of entries) {
      const why = whyRefused(entry.header, names);
      if (why !== null) throw refusal(path, why);
      names.push(entry.header.name);
      const file = join(folder, entry.header.name);
      await mkdir(dirname(file), { recursive: true });
      await pipeline(entry, createWriteStream(file, { flags: 'wx', flush: true }));
    }
    await unpacked;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw /^E[A-Z]+$/.test(code) ? fileProblem(path, error, 'read') : refusal(path, message);
  }
  return names;
}

/** Passes on at most so many bytes. */
function limitBytes(limit: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes <= limit) return done(null, chunk);
      done(new Error(`it unpacks to more than ${limit} bytes, which no run of this size does`));
    },
  });
}

function whyRefused({ name, type, size }: Header, names: readonly string[]): string | null {
  const limit = maxBytesOf(name);
  if (limit === undefined) return `${JSON.stringify(name)} is not a file of a bundle`;
  if (type !== 'file') return `${name} is a ${type}, not a file`;
  if ((size ?? 0) > limit) return `${name} has ${size} bytes; the maximum is ${limit}`;
  return names.includes(name) ? `${name} occurs twice` : null;
}

export function refusal(path: string, why: string): UserError {
  return new UserError(
    `${path}: not a bundle of a run: ${why}`,
    'Copy the bundle again, or create it again with `safr export`.',
  );
}
