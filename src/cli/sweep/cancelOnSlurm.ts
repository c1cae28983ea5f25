import { resolve } from 'node:path';
import { cancel, type Cancelled } from '../../client/slurm/cancel.ts';
import { slurmFolder } from '../../client/slurm/submitted.ts';
import { plansOf } from '../../core/sweep/plan.ts';
import { UserError } from '../../common/userError.ts';
import { print, printEvent } from '../output/print.ts';

/** Cancels every sweep of an experiment file on the cluster, also those of earlier versions of the file. Errors: UserError. */
export async function cancelOnSlurm(file: string, runsDirectory: string, json: boolean): Promise<void> {
  const plans = await plansOf(resolve(file), resolve(runsDirectory));
  if (plans.length === 0) {
    throw new UserError(
      `no sweep of ${file} has its runs in ${runsDirectory}`,
      'Name the experiment file, and --runs where it was given, as when the sweep was submitted.',
    );
  }
  const total: Cancelled = { jobs: [], running: 0, waiting: 0 };
  for (const plan of plans) {
    const { jobs, running, waiting } = await cancel(slurmFolder(plan));
    total.jobs.push(...jobs);
    total.running += running;
    total.waiting += waiting;
  }
  if (json) printEvent({ kind: 'cancelled', ...total });
  else print(textOf(total, file));
}

function textOf({ jobs, running, waiting }: Cancelled, file: string): string {
  if (jobs.length === 0) return `no job of ${file} is in the queue`;
  const elements = `with ${running} running and ${waiting} waiting elements`;
  return `cancelled job ${jobs.join(', ')}, ${elements}; what is trained is kept`;
}
