import { statSync } from 'node:fs';
import { UserError } from './userError.ts';

/**
 * Call this before a file that somebody else names is read: opening a pipe waits for a writer, and a device may never end. What does not exist
 * is left to the reader's own error. Errors: UserError if `path` is not a regular file, or has more than `maxBytes`.
 */
export function checkRegular(path: string, maxBytes = Infinity): void {
  const file = statOf(path);
  if (!file) return;
  if (!file.isFile()) {
    const what = file.isDirectory() ? 'it is a folder, not a file' : 'it is not a regular file';
    throw new UserError(`${path}: cannot be read: ${what}`, 'Give the path of a regular file.');
  }
  if (file.size > maxBytes) {
    throw new UserError(
      `${path}: cannot be read: it has ${file.size} bytes; at most ${maxBytes} are read`,
      'Give the right file.',
    );
  }
}

function statOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
