import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { UserError } from '../../common/userError.ts';
import type { SourceFile } from './source.ts';

/** Bytes and SHA-256 of a file. Errors: UserError when it cannot be read. */
export async function describeFile(path: string): Promise<SourceFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  return { path, bytes, sha256: hash.digest('hex') };
}

export function unreadable(path: string, error: unknown): UserError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: 'no such file',
    EISDIR: 'is a folder, not a file',
    EACCES: 'may not be read',
  };
  return new UserError(
    `${path}: ${reasons[code ?? ''] ?? message}`,
    'Check the path in the experiment file or on the command line.',
  );
}
