import { hostname } from 'node:os';
import * as z from 'zod';
import { hasEnded, processStart } from '../../common/processIdentity.ts';
import { isGone, ownSlurmJob, slurmJobSchema } from './slurmJob.ts';

/** The process that trains a run or runs a sweep. */
export const ownerSchema = z.object({
  pid: z.int(),
  /** See `processStart`. */
  start: z.string().nullable(),
  host: z.string(),
  /** The job of Slurm that the process belongs to, where it belongs to one. */
  job: slurmJobSchema.optional(),
});
export type Owner = z.output<typeof ownerSchema>;

/** This process as an owner. */
export async function ownIdentity(): Promise<Owner> {
  const job = ownSlurmJob();
  return { pid: process.pid, start: await processStart(process.pid), host: hostname(), ...(job && { job }) };
}

/**
 * Whether the process has ended. Processes of another machine cannot be seen from here: they are taken to be running, unless Slurm knows
 * better. `asksSlurm`: whether `squeue` may be run.
 */
export async function ownerIsGone({ pid, start, host, job }: Owner, asksSlurm = true): Promise<boolean> {
  if (host !== hostname()) return asksSlurm && job !== undefined && (await isGone(job));
  return hasEnded(pid, start);
}

/** Such as "process 12 on node3". */
export function ownerText({ pid, host, job }: Owner): string {
  return `${job ? `Slurm job ${job.id}` : `process ${pid}`} on ${host}`;
}
