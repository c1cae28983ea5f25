import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../common/userError.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { isRun, readRun, type Run } from './readRun.ts';

/** All runs of a folder, oldest first; those that cannot be read, with the reason. */
export interface RunList {
  readonly runs: readonly Run[];
  readonly unreadable: readonly { readonly id: string; readonly problem: UserError }[];
}

/** A folder that does not exist has no runs. Errors: UserError where it cannot be read. */
export async function listRuns(runsDirectory: string): Promise<RunList> {
  const runs: Run[] = [];
  const unreadable: { id: string; problem: UserError }[] = [];
  for (const id of await runIds(runsDirectory)) {
    try {
      runs.push(await readRun(join(runsDirectory, id)));
    } catch (problem) {
      if (!(problem instanceof UserError)) throw problem;
      unreadable.push({ id, problem });
    }
  }
  return { runs: runs.sort((a, b) => a.record.started.localeCompare(b.record.started)), unreadable };
}

/** The directories that are runs, by name: oldest first. */
export async function runIds(runsDirectory: string): Promise<string[]> {
  const names = await readdir(runsDirectory).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw fileProblem(runsDirectory, error, 'read');
  });
  const ids: string[] = [];
  for (const name of names.sort()) if (await isRun(join(runsDirectory, name))) ids.push(name);
  return ids;
}
