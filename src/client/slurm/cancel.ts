import { isOver, isWaiting, readQueue } from './queue.ts';
import { slurmCommand } from './slurmCommand.ts';
import type { SlurmFolder } from './submitted.ts';

export interface Cancelled {
  readonly jobs: number[];
  running: number;
  waiting: number;
}

/** Cancels the remaining jobs of a sweep; running elements keep what is trained. Errors: as `slurmCommand`. */
export async function cancel({ jobName }: SlurmFolder): Promise<Cancelled> {
  const tasks = [...(await readQueue(jobName)).values()].filter((task) => !isOver(task));
  const jobs = [...new Set(tasks.map(({ job }) => job))];
  if (jobs.length > 0) await slurmCommand('scancel', jobs.map(String), 'See whether `scancel` works here.');
  const waiting = tasks.filter(isWaiting).length;
  return { jobs, running: tasks.length - waiting, waiting };
}
