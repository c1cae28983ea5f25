import { slurmCommand } from './slurmCommand.ts';
import { tasksIn, type Tasks } from './queue.ts';

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
