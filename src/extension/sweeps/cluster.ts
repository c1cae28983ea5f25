import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Uri } from 'vscode';
import { isOver, readQueue } from '../../client/slurm/queue.ts';
import { checkResources, type Resources } from '../../client/slurm/resources.ts';
import { readJobs, slurmFolder } from '../../client/slurm/submitted.ts';
import { findPlan } from '../../core/sweep/plan.ts';
import type { Sweep } from '../../core/sweep/readSweep.ts';
import { settings } from '../settings.ts';

/** Whether jobs can be submitted from this machine. */
export function isOnCluster(): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'sbatch')));
}

/** The resources of each element by the settings. Errors: UserError naming what is wrong. */
export function clusterResources(uri: Uri): Resources {
  const { slurm, threads = 1 } = settings(uri);
  const resources = { ...slurm, cores: threads };
  checkResources(resources);
  return resources;
}

/** Numbers of the elements of exactly this sweep in the cluster's queue; none if it was not submitted or Slurm does not answer. */
export async function queuedElements(sweep: Sweep, runsDirectory: string): Promise<number[]> {
  if (!isOnCluster()) return [];
  try {
    const plan = findPlan(sweep, runsDirectory);
    if (plan === null) return [];
    const folder = slurmFolder(plan);
    if ((await readJobs(folder)).length === 0) return [];
    return [...(await readQueue(folder.jobName))].flatMap(([number, task]) => (isOver(task) ? [] : [number]));
  } catch {
    // The user sees the reason when the sweep is run on the cluster again.
  }
  return [];
}
