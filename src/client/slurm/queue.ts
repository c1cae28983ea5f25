import { slurmCommand } from './slurmCommand.ts';

/** An element's place in the queue, a task of an array of jobs. */
export interface Task {
  /** Of the array. */
  readonly job: number;
  /** As Slurm has it, such as PENDING, RUNNING, FAILED. */
  readonly state: string;
  /** Why it waits, as Slurm has it, such as Priority. */
  readonly reason: string;
}

/** By the numbers of elements. */
export type Tasks = ReadonlyMap<number, Task>;

/** States of a task that is over; in all others it waits, runs or is about to. */
const over = [
  ...['COMPLETED', 'FAILED', 'CANCELLED', 'TIMEOUT', 'OUT_OF_MEMORY'],
  ...['NODE_FAIL', 'PREEMPTED', 'BOOT_FAIL', 'DEADLINE', 'REVOKED'],
];
const waiting = ['PENDING', 'REQUEUED', 'REQUEUE_HOLD', 'REQUEUE_FED', 'SPECIAL_EXIT'];

export const isOver = ({ state }: Task) => over.includes(state);
export const isWaiting = ({ state }: Task) => waiting.includes(state);

/**
 * This user's tasks of that name: those in the queue, and those that ended within the last minutes. Whoever submits gives the sweep's
 * name to its jobs, so that they are found however little else was written down. Errors: as `slurmCommand`.
 */
export async function readQueue(jobName: string): Promise<Tasks> {
  const whose = [`--user=${process.getuid!()}`, `--name=${jobName}`, '--states=all'];
  const how = ['--noheader', '--array', '--format=%F|%K|%T|%r'];
  return tasksIn(await slurmCommand('squeue', [...whose, ...how], 'See whether `squeue` works here.'));
}

/** A line a task: job, task, state, reason. Of several of an element, the one that is not over counts, else the last submitted. */
export function tasksIn(lines: string): Tasks {
  const tasks = new Map<number, Task>();
  for (const line of lines.split('\n')) {
    const [job, element, state, ...reason] = line.trim().split('|');
    if (state === undefined || !/^\d+$/.test(element!)) continue;
    const task = { job: Number(job), state, reason: reason.join('|') };
    const known = tasks.get(Number(element));
    if (!known || counts(task, known)) tasks.set(Number(element), task);
  }
  return tasks;
}

function counts(task: Task, before: Task): boolean {
  return isOver(task) === isOver(before) ? task.job > before.job : !isOver(task);
}
