import { UserError } from './userError.ts';

const freeSpace = 'Free space on that disk, or choose another folder.';
const grantAccess = 'Allow this user to use the file and its folder, or choose another folder.';
const checkPath = 'Check the path.';
const remedies: Readonly<Record<string, readonly [what: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', freeSpace],
  EDQUOT: ['the disk quota is used up', freeSpace],
  EFBIG: ['it exceeds the largest file size allowed', freeSpace],
  EACCES: ['permission denied', grantAccess],
  EPERM: ['permission denied', grantAccess],
  EROFS: ['the disk is read-only', 'Choose another folder.'],
  ENOENT: ['no such file or folder', checkPath],
  ENOTDIR: ['a part of the path is a file, not a folder', checkPath],
  EISDIR: ['it is a folder, not a file', checkPath],
};

/** Turns an error of the file system about `path` into a UserError; returns any other error unchanged. */
export function fileProblem(path: string, error: unknown, action: 'read' | 'written'): unknown {
  const code = error instanceof Error && !(error instanceof UserError) && 'code' in error ? String(error.code) : null;
  if (code === null) return error;
  const [what, remedy] = remedies[code] ?? [(error as Error).message, 'Check the disk and the path.'];
  return new UserError(`${path}: cannot be ${action}: ${what}`, remedy);
}
