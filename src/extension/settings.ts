import { workspace, type ConfigurationScope } from 'vscode';
import type { DeviceChoice } from '../engine/openDevice.ts';

/** The current values of the settings `safr.*` for a resource. */
export function settings(scope?: ConfigurationScope) {
  const values = workspace.getConfiguration('safr', scope);
  return {
    /** undefined: as in the experiment. */
    device: chosen(values.get<DeviceChoice | 'experiment'>('device'), 'experiment'),
    threads: values.get<number | null>('threads') ?? undefined,
    /** Elements of a sweep that run at the same time; undefined: one per core. */
    sweepJobs: values.get<number | null>('sweep.jobs') ?? undefined,
    /** Resources of an element of a sweep on the cluster; undefined: Slurm decides. */
    slurm: {
      partition: values.get<string>('slurm.partition') || undefined,
      time: values.get<string>('slurm.time') || undefined,
      gpus: values.get<string>('slurm.gpus') || undefined,
      account: values.get<string>('slurm.account') || undefined,
    },
    cacheDir: values.get<string>('dataCache') || undefined,
    hover: values.get('hover.enabled', true),
    inlayHints: values.get('inlayHints.enabled', true),
    shading: values.get('shading.enabled', false),
    /** Id of a run; undefined: see `bestToExplain`. */
    explainRun: chosen(values.get<string>('explainRun'), 'latest'),
  };
}

function chosen<T extends string, D extends T>(value: T | undefined, byDefault: D): Exclude<T, D> | undefined {
  return value === byDefault || value === undefined || value === '' ? undefined : (value as Exclude<T, D>);
}
