import { UserError } from './userError.ts';

const full = 'Free space on that disk, or choose another folder.';
const forbidden = 'Allow this user to use the file and its folder, or choose another folder.';
const gone = 'Check the path.';
const remedies: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', full],
  EDQUOT: ['the disk quota is used up', full],
  EFBIG: ['it exceeds the largest file size allowed', full],
  EACCES: ['permission denied', forbidden],
  EPERM: ['permission denied', forbidden],
  EROFS: ['the disk is read-only', 'Choose another folder.'],
  ENOENT: ['no such file or folder', gone],
  ENOTDIR: ['a part of the path is a file, not a folder', gone],
  EISDIR: ['it is a folder, not a file', gone],
};

/** What the file system says of `path`, as a UserError; anything else as it is. */
export function fileProblem(path: string, error: unknown, action: 'read' | 'written'): unknown {
  const code = error instanceof Error && !(error instanceof UserError) && 'code' in error ? String(error.code) : null;
  if (code === null) return error;
  const [what, remedy] = remedies[code] ?? [(error as Error).message, 'Check the disk and the path.'];
  return new UserError(`${path}: cannot be ${action}: ${what}`, remedy);
}
