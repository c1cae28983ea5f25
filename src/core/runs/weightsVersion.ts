import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runFiles } from './runFiles.ts';

/** A number that changes when a training replaces the weights of a run; 0 before there are any. */
export async function weightsVersion(directory: string): Promise<number> {
  return stat(join(directory, runFiles.weights)).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
}
