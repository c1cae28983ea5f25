import { checkResources, type Resources } from '../../client/slurm/resources.ts';
import { UserError } from '../../common/userError.ts';

export interface SlurmFlags {
  readonly slurm?: boolean;
  readonly cancel?: boolean;
  readonly partition?: string;
  readonly time?: string;
  readonly gpus?: string;
  readonly account?: string;
  readonly cores?: number;
}

/** The resources of an element on the cluster; null if it does not run there. Errors: UserError naming the option that is wrong. */
export function resourcesOf({ slurm, partition, time, gpus, account, cores = 1 }: SlurmFlags): Resources | null {
  const given = Object.entries({ partition, time, gpus, account }).find(([, value]) => value !== undefined);
  if (!slurm && given) {
    throw new UserError(
      `--${given[0]} is for clusters, together with --slurm`,
      `Add --slurm, or leave --${given[0]} out.`,
    );
  }
  if (!slurm) return null;
  const resources = { partition, time, gpus, account, cores };
  checkResources(resources);
  return resources;
}
