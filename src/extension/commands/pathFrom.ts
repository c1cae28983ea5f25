import { relative, sep } from 'node:path';

/** Relative if the file is in the folder; with slashes, which every system reads. */
export function pathFrom(folder: string, path: string): string {
  const inside = relative(folder, path);
  return inside.startsWith('..') ? path : inside.split(sep).join('/');
}
