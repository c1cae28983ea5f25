import { open, rename, rm } from 'node:fs/promises';
import { fileProblem } from './fileProblem.ts';

/**
 * Replaces a file atomically: `path` always has either its old content or its new content, even if the process is killed. The content may
 * be given in parts. Errors: UserError when it cannot be written (disk full, not allowed); the old file is then unchanged, and the
 * temporary file is removed.
 */
export async function atomicWrite(path: string, content: string | readonly Uint8Array[]): Promise<void> {
  const temporaryPath = temporaryName(path);
  try {
    await writeAndSync(temporaryPath, typeof content === 'string' ? [content] : content);
    await rename(temporaryPath, path);
  } catch (error) {
    await rm(temporaryPath, { force: true });
    throw fileProblem(path, error, 'written');
  }
}

/** Writes JSON indented by two spaces per level, for human readers. Errors: as `atomicWrite`. */
export function writeJson(path: string, value: unknown): Promise<void> {
  return atomicWrite(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Whether a file has the name of a temporary file. A killed process may leave one behind. */
export const isTemporaryName = (name: string) => /\.\d+\.tmp$/.test(name);

const temporaryName = (path: string) => `${path}.${process.pid}.tmp`;

async function writeAndSync(path: string, parts: readonly (string | Uint8Array)[]): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const part of parts) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
}
