import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { UserError } from '../../common/userError.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { isRun, RunReader, type Run } from './readRun.ts';

/** All runs of a folder, oldest first; those that cannot be read, with the reason. */
export interface RunList {
  readonly runs: readonly Run[];
  readonly unreadable: readonly { readonly id: string; readonly problem: UserError }[];
}

/** Longest time that the reading of a list blocks other work, in milliseconds. */
const maxBlockedMs = 20;

/** A folder that does not exist has no runs. Errors: UserError where it cannot be read. `reader`: knows the runs read before. */
export async function listRuns(runsDirectory: string, reader = new RunReader()): Promise<RunList> {
  const runs: Run[] = [];
  const unreadable: { id: string; problem: UserError }[] = [];
  let resumed = performance.now();
  for (const id of await runIds(runsDirectory)) {
    if (performance.now() - resumed > maxBlockedMs) {
      await setImmediate();
      resumed = performance.now();
    }
    try {
      runs.push(await reader.read(join(runsDirectory, id)));
    } catch (problem) {
      if (!(problem instanceof UserError)) throw problem;
      unreadable.push({ id, problem });
    }
  }
  return { runs: runs.sort(byStart), unreadable };
}

/** Oldest first; the times are ISO 8601, UTC. */
export function byStart({ record: a }: Run, { record: b }: Run): number {
  return a.started < b.started ? -1 : Number(a.started > b.started);
}

/** The directories that are runs, by name: oldest first. */
export async function runIds(runsDirectory: string): Promise<string[]> {
  const names = await readdir(runsDirectory).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw fileProblem(runsDirectory, error, 'read');
  });
  return names.sort().filter((name) => isRun(join(runsDirectory, name)));
}
