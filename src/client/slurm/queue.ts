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

/** What became of tasks that the queue has forgotten; none where the cluster keeps no accounts, as many do not. */
export async function readAccounting(jobs: readonly number[]): Promise<Tasks> {
  if (jobs.length === 0) return new Map();
  const args = ['--noheader', '--parsable2', '--allocations', `--jobs=${jobs.join()}`, '--format=JobID,State'];
  return accountedIn(await slurmCommand('sacct', args, '').catch(() => ''));
}

/** Lines such as "12_3|FAILED" or "12_4|CANCELLED by 1000". */
export function accountedIn(lines: string): Tasks {
  return tasksIn(lines.replace(/^(\d+)_(\d+)\|(\w+).*$/gm, '$1|$2|$3|'));
}

/** What Slurm's reasons mean for whoever waits. */
const meanings: Readonly<Record<string, string>> = {
  Resources: 'no node is free yet',
  Priority: 'others come first',
  JobArrayTaskLimit: 'as many run as --jobs allows',
  BeginTime: 'Slurm lets some time pass before it begins one anew',
  PartitionDown: 'the partition takes no jobs now',
  PartitionInactive: 'the partition takes no jobs now',
  PartitionTimeLimit: '--time is more than the partition allows: cancel, and ask for less',
  PartitionNodeLimit: 'it asks for more than the partition has: cancel, and ask for less',
  ReqNodeNotAvail: 'the nodes it could use are down or reserved',
  InvalidAccount: 'the account may not be used here: cancel, and choose another by --account',
  BadConstraints: 'no node can ever be what it asks for: cancel, and ask for less',
  JobHeldUser: 'held; `scontrol release` lets it go',
  JobHeldAdmin: 'held by the administrators of the cluster',
  JobHoldMaxRequeue: 'held, as it was begun anew too often; `scontrol release` lets it go',
};

/** "Priority (others come first)": a reason of Slurm's, with what it means where that is known. */
export function reasonText(reason: string): string {
  const meaning = meanings[reason] ?? (reason.startsWith('ReqNodeNotAvail') ? meanings['ReqNodeNotAvail'] : undefined);
  return meaning === undefined ? reason : `${reason} (${meaning})`;
}
