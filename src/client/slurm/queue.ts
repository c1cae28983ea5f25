import { slurmCommand } from './slurmCommand.ts';

/** An element in the queue: a task of a job array. */
export interface Task {
  /** The job array. */
  readonly job: number;
  /** In Slurm's terms, such as PENDING, RUNNING, FAILED. */
  readonly state: string;
  /** Why it waits, in Slurm's terms, such as Priority. */
  readonly reason: string;
}

/** By the numbers of the elements. */
export type Tasks = ReadonlyMap<number, Task>;

/** States of a task that has ended; in all others it waits, runs or is about to. */
const over = [
  ...['COMPLETED', 'FAILED', 'CANCELLED', 'TIMEOUT', 'OUT_OF_MEMORY'],
  ...['NODE_FAIL', 'PREEMPTED', 'BOOT_FAIL', 'DEADLINE', 'REVOKED'],
];
const waiting = ['PENDING', 'REQUEUED', 'REQUEUE_HOLD', 'REQUEUE_FED', 'SPECIAL_EXIT'];

export const isOver = ({ state }: Task) => over.includes(state);
export const isWaiting = ({ state }: Task) => waiting.includes(state);

/**
 * This user's tasks of that name: those in the queue, and those that ended within the last minutes. Jobs are submitted under the sweep's
 * name, so that they are found even if nothing else was stored. Errors: as `slurmCommand`.
 */
export async function readQueue(jobName: string): Promise<Tasks> {
  const whose = [`--user=${process.getuid!()}`, `--name=${jobName}`, '--states=all'];
  const how = ['--noheader', '--array', '--format=%F|%K|%T|%r'];
  return tasksIn(await slurmCommand('squeue', [...whose, ...how], 'See whether `squeue` works here.'));
}

/** One line per task: job, task, state, reason. Of several of an element, the one that has not ended counts, else the last submitted. */
export function tasksIn(lines: string): Tasks {
  const tasks = new Map<number, Task>();
  for (const line of lines.split('\n')) {
    const [job, element, state, ...reason] = line.trim().split('|');
    if (state === undefined || !/^\d+$/.test(element!)) continue;
    const task = { job: Number(job), state, reason: reason.join('|') };
    const previous = tasks.get(Number(element));
    if (!previous || supersedes(task, previous)) tasks.set(Number(element), task);
  }
  return tasks;
}

function supersedes(task: Task, before: Task): boolean {
  return isOver(task) === isOver(before) ? task.job > before.job : !isOver(task);
}

/** States of tasks that have left the queue; none if the cluster keeps no accounting, as many do not. */
export async function readAccounting(jobs: readonly number[]): Promise<Tasks> {
  if (jobs.length === 0) return new Map();
  const args = ['--noheader', '--parsable2', '--allocations', `--jobs=${jobs.join()}`, '--format=JobID,State'];
  return accountedIn(await slurmCommand('sacct', args, '').catch(() => ''));
}

/** Lines such as "12_3|FAILED" or "12_4|CANCELLED by 1000". */
export function accountedIn(lines: string): Tasks {
  return tasksIn(lines.replace(/^(\d+)_(\d+)\|(\w+).*$/gm, '$1|$2|$3|'));
}

/** What Slurm's reasons mean to the user. */
const meanings: Readonly<Record<string, string>> = {
  Resources: 'no node is free yet',
  Priority: 'other jobs have priority',
  JobArrayTaskLimit: 'as many run as --jobs allows',
  BeginTime: 'Slurm delays a job that it restarts',
  PartitionDown: 'the partition accepts no jobs at the moment',
  PartitionInactive: 'the partition accepts no jobs at the moment',
  PartitionTimeLimit: '--time is more than the partition allows: cancel, and ask for less',
  PartitionNodeLimit: 'it asks for more than the partition has: cancel, and ask for less',
  ReqNodeNotAvail: 'the nodes it could use are down or reserved',
  InvalidAccount: 'the account may not be used here: cancel, and choose another by --account',
  BadConstraints: 'no node has what it asks for: cancel, and ask for less',
  JobHeldUser: 'held; `scontrol release` releases it',
  JobHeldAdmin: 'held by the administrators of the cluster',
  JobHoldMaxRequeue: 'held, because it was restarted too often; `scontrol release` releases it',
};

/** "Priority (other jobs have priority)": a reason of Slurm's, with its meaning if that is known. */
export function reasonText(reason: string): string {
  const meaning = meanings[reason] ?? (reason.startsWith('ReqNodeNotAvail') ? meanings['ReqNodeNotAvail'] : undefined);
  return meaning === undefined ? reason : `${reason} (${meaning})`;
}
