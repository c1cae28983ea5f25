import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';

/** A job of the cluster engine Slurm, or one task of an array of jobs. */
export const slurmJobSchema = z.object({
  /** As Slurm names it: "12", or "12_3" for a task. */
  id: z.string(),
  /** How often Slurm had begun it anew. */
  restarts: z.int().min(0),
});
export type SlurmJob = z.output<typeof slurmJobSchema>;

/** The one that this process belongs to; null outside of Slurm. */
export function ownSlurmJob(env: NodeJS.ProcessEnv = process.env): SlurmJob | null {
  const { SLURM_JOB_ID: job, SLURM_ARRAY_JOB_ID: array, SLURM_ARRAY_TASK_ID: task } = env;
  const id = array !== undefined && task !== undefined ? `${array}_${task}` : job;
  return id === undefined ? null : { id, restarts: Number(env['SLURM_RESTART_COUNT'] ?? 0) };
}

/** Whether a job computes no more, by Slurm's word; false where Slurm cannot be asked. */
export async function isGone(job: SlurmJob): Promise<boolean> {
  const own = ownSlurmJob();
  if (own?.id === job.id) return own.restarts > job.restarts;
  return (await queueState(job.id)) === 'gone';
}

/** Milliseconds for which an answer is good. */
const freshness = 10_000;
const answers = new Map<string, { readonly at: number; readonly state: ReturnType<typeof askQueue> }>();

/** Asked once for all who look at the same time: an editor reads its runs often. */
function queueState(id: string): ReturnType<typeof askQueue> {
  const known = answers.get(id);
  if (known && performance.now() - known.at < freshness) return known.state;
  const state = askQueue(id);
  answers.set(id, { at: performance.now(), state });
  return state;
}

const run = promisify(execFile);

/** `gone` also where it waits in the queue, to be begun anew. */
async function askQueue(id: string): Promise<'computes' | 'gone' | 'unknown'> {
  try {
    const { stdout } = await run('squeue', ['--noheader', `--jobs=${id}`, '--format=%T'], { timeout: 20_000 });
    return ['', 'PENDING', 'REQUEUED'].includes(stdout.trim()) ? 'gone' : 'computes';
  } catch (error) {
    return /invalid job id/i.test((error as Error).message) ? 'gone' : 'unknown';
  }
}
