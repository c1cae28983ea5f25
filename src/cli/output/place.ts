import { relative } from 'node:path';

/** A path as short as it can be told from the working directory. */
export function place(path: string): string {
  const short = relative('', path);
  return short !== '' && short.length < path.length ? short : path;
}
