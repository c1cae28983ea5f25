import { randomUUID } from 'node:crypto';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileProblem } from './fileProblem.ts';
import { replace } from './replace.ts';
import { checkFileName } from './windowsFileName.ts';

/** Older temporary files belong to processes that were killed: no process writes one file for so long. */
const maxTemporaryAgeMs = 3600 * 1000;

/** Of a file. */
export type Content = string | readonly Uint8Array[] | AsyncIterable<Uint8Array>;

/**
 * Replaces a file atomically: `path` always has either its old content or its new content, even if the process is killed. The content may
 * be given in parts, which may be made while they are written. Errors: UserError when it cannot be written (disk full, not allowed, a name that Windows does not allow); the old file is then unchanged, and the
 * temporary file is removed. A temporary file that a killed process left is removed by a later write of the same path.
 */
export async function atomicWrite(path: string, content: Content): Promise<void> {
  checkFileName(path);
  const temporaryPath = temporaryName(path);
  await removeAbandoned(path);
  try {
    await writeNewFile(temporaryPath, content);
    await replace(temporaryPath, path).catch(async (error: unknown) => {
      await rm(temporaryPath, { force: true });
      throw error;
    });
  } catch (error) {
    throw fileProblem(path, error, 'written');
  }
}

/**
 * Creates a file with all its content, on the disk when this returns. Errors: those of the file system, EEXIST also where a symbolic link
 * has the name; a file that could not be written whole is removed. UserError for a name that Windows does not allow.
 */
export async function writeNewFile(path: string, content: Content): Promise<void> {
  checkFileName(path);
  const file = await open(path, 'wx');
  try {
    for await (const part of typeof content === 'string' ? [content] : content) await file.writeFile(part);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

async function removeAbandoned(path: string): Promise<void> {
  const names = await readdir(dirname(path)).catch(() => []);
  const own = names.filter((name) => name.startsWith(`${basename(path)}.`) && isTemporaryName(name));
  for (const name of own) {
    const temporary = join(dirname(path), name);
    if (await isAbandoned(temporary)) await rm(temporary, { force: true }).catch(() => undefined);
  }
}

/** Whether a temporary file or folder was last changed too long ago to be in use. */
export async function isAbandoned(path: string): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs > maxTemporaryAgeMs;
}

/** Writes JSON for human readers, see `jsonText`. Errors: as `atomicWrite`. */
export function writeJson(path: string, value: unknown): Promise<void> {
  return atomicWrite(path, jsonText(value));
}

/** JSON indented by two spaces per level. */
export const jsonText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** Whether a file has the name of a temporary file. A killed process may leave one behind. */
export const isTemporaryName = (name: string) => /\.(?:\d+|[\da-f-]{36})\.tmp$/.test(name); // the process id: earlier versions

/** A name next to `path` that nobody can guess, so that no symbolic link waits there. */
export const temporaryName = (path: string) => `${path}.${randomUUID()}.tmp`;
