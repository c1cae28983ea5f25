import { open, rename, rm } from 'node:fs/promises';
import { fileProblem } from './fileProblem.ts';

/**
 * Replaces a file whole or not at all: whoever reads `path`, even after a kill, finds the old content or the new. The content may come
 * in parts. Errors: UserError when it cannot be written (disk full, not allowed); the old file then stands, nothing is left beside it.
 */
export async function atomicWrite(path: string, content: string | readonly Uint8Array[]): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await writeAndSync(temporary, typeof content === 'string' ? [content] : content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw fileProblem(path, error, 'written');
  }
}

/** Two spaces a level, for people. */
export function writeJson(path: string, value: unknown): Promise<void> {
  return atomicWrite(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** A kill may leave files of this name behind. */
export const isTemporary = (name: string) => /\.\d+\.tmp$/.test(name);

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
