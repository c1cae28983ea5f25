import { basename, isAbsolute, relative, resolve, sep, win32 } from 'node:path';

/**
 * A path for others to read: relative to `folder`, with slashes, where it lies in it; else its last part alone. `path` may be relative to `folder`,
 * or an absolute one of another machine or system.
 */
export function portablePath(folder: string, path: string): string {
  if (win32.isAbsolute(path) && !isAbsolute(path)) return win32.basename(path);
  const inside = relative(folder, resolve(folder, path));
  const isOutside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  return isOutside ? basename(path) : inside.split(sep).join('/') || '.';
}

/** An absolute path, or one that leads upwards, up to its last separator; not the rest of a URL. */
const foldersOfPath =
  /(?<![\p{L}\p{N}_.~:/\\-])(?:file:\/\/)?(?:[A-Za-z]:[\\/]|\.{0,2}[\\/]{1,2})(?:[^\s\\/:"']+[\\/])+/gu;

/** A message for others to read: of the paths in it, only those parts that lie in `folders` are kept; of all other paths, the last part. */
export function withoutFolders(message: string, folders: readonly string[]): string {
  const shortened = folders.reduce((text, folder) => text.replaceAll(folder + sep, ''), message);
  return shortened.replace(foldersOfPath, '');
}
