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
  for await (const { id, run, problem } of eachRun(runsDirectory, reader)) {
    if (run) runs.push(run);
    else unreadable.push({ id, problem });
  }
  return { runs: runs.sort(byStart), unreadable };
}

type RunOrProblem =
  | { readonly id: string; readonly run: Run; readonly problem?: never }
  | { readonly id: string; readonly run?: never; readonly problem: UserError };

/** The runs by name, one at a time: thousands take hundreds of megabytes if all are kept. Errors: as `listRuns`. */
export async function* eachRun(runsDirectory: string, reader = new RunReader()): AsyncGenerator<RunOrProblem> {
  let resumed = performance.now();
  for (const id of await runIds(runsDirectory)) {
    if (performance.now() - resumed > maxBlockedMs) {
      await setImmediate();
      resumed = performance.now();
    }
    try {
      yield { id, run: await reader.read(join(runsDirectory, id)) };
    } catch (problem) {
      if (!(problem instanceof UserError)) throw problem;
      yield { id, problem };
    }
  }
}

/** Oldest first; the times are ISO 8601, UTC. */
export function byStart({ record: a }: Pick<Run, 'record'>, { record: b }: Pick<Run, 'record'>): number {
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
