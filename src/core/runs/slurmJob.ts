import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';

/** A Slurm job, or one task of a job array. */
export const slurmJobSchema = z.object({
  /** As Slurm names it: "12", or "12_3" for a task. */
  id: z.string(),
  /** How often Slurm had restarted it. */
  restarts: z.int().min(0),
});
export type SlurmJob = z.output<typeof slurmJobSchema>;

/** The job that this process belongs to; null outside of Slurm. */
export function ownSlurmJob(env: NodeJS.ProcessEnv = process.env): SlurmJob | null {
  const { SLURM_JOB_ID: job, SLURM_ARRAY_JOB_ID: array, SLURM_ARRAY_TASK_ID: task } = env;
  const id = array !== undefined && task !== undefined ? `${array}_${task}` : job;
  return id === undefined ? null : { id, restarts: Number(env['SLURM_RESTART_COUNT'] ?? 0) };
}

/** Whether a job is no longer running according to Slurm; false if Slurm cannot be queried. */
export async function isGone(job: SlurmJob): Promise<boolean> {
  const current = ownSlurmJob();
  if (current?.id === job.id) return current.restarts > job.restarts;
  return (await queueState(job.id)) === 'gone';
}

/** How long an answer of Slurm is reused. */
const maxAgeMs = 10_000;
const answers = new Map<string, { readonly askedMs: number; readonly state: ReturnType<typeof askQueue> }>();

/** Cached, because an editor reads its runs often. */
function queueState(id: string): ReturnType<typeof askQueue> {
  const known = answers.get(id);
  if (known && performance.now() - known.askedMs < maxAgeMs) return known.state;
  const state = askQueue(id);
  answers.set(id, { askedMs: performance.now(), state });
  return state;
}

const run = promisify(execFile);

/** `gone` also if it waits in the queue to be restarted. */
async function askQueue(id: string): Promise<'running' | 'gone' | 'unknown'> {
  try {
    const { stdout } = await run('squeue', ['--noheader', `--jobs=${id}`, '--format=%T'], { timeout: 20_000 });
    return ['', 'PENDING', 'REQUEUED'].includes(stdout.trim()) ? 'gone' : 'running';
  } catch (error) {
    return /invalid job id/i.test((error as Error).message) ? 'gone' : 'unknown';
  }
}
