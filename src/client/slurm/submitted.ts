import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { writeJson } from '../../common/atomicWrite.ts';
import { readJson } from '../../core/runs/runFiles.ts';

/** What is stored about a sweep on Slurm, next to its plan. */
export interface SlurmFolder {
  /** Holds the script, the jobs that were submitted and a log of each element. */
  readonly path: string;
  readonly script: string;
  /** Of all jobs of this sweep and no others, so that they are found in the queue. */
  readonly jobName: string;
}

export function slurmFolder(plan: string): SlurmFolder {
  const name = basename(plan, '.json');
  const path = join(plan, '..', `${name}.slurm`);
  const hash = createHash('sha256').update(plan).digest('hex').slice(0, 8);
  return { path, script: join(path, 'element.sh'), jobName: `safr-${name.replace(/[^\w.-]/g, '_')}-${hash}` };
}

const jobsSchema = z.array(z.object({ job: z.int(), elements: z.string(), submitted: z.iso.datetime() }));
type Job = z.output<typeof jobsSchema>[number];

const jobsPath = ({ path }: SlurmFolder) => join(path, 'jobs.json');

/** The jobs submitted so far, oldest first. Errors: UserError if their file is damaged. */
export async function readJobs(folder: SlurmFolder): Promise<Job[]> {
  return existsSync(jobsPath(folder)) ? readJson(jobsPath(folder), jobsSchema) : [];
}

export async function addJob(folder: SlurmFolder, job: Job): Promise<void> {
  await writeJson(jobsPath(folder), [...(await readJobs(folder)), job]);
}
