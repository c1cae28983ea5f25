import { relative } from 'node:path';

/** A path relative to the working directory, or as given if that is shorter. */
export function place(path: string): string {
  const short = relative('', path);
  return short !== '' && short.length < path.length ? short : path;
}
