import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { checkRegular } from '../../common/checkRegular.ts';
import { UserError } from '../../common/userError.ts';
import type { SourceFile } from './source.ts';

/** Size and SHA-256 of a file. Errors: UserError if it cannot be read. */
export async function describeFile(path: string): Promise<SourceFile> {
  checkRegular(path);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    throw readError(path, error);
  }
  return { path, bytes, sha256: hash.digest('hex') };
}

export function readError(path: string, error: unknown): UserError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: 'no such file',
    EISDIR: 'is a folder, not a file',
    EACCES: 'permission denied',
  };
  return new UserError(
    `${path}: ${reasons[code ?? ''] ?? message}`,
    'Check the path in the experiment file or on the command line.',
  );
}
