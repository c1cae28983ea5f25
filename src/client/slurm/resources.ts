import { UserError } from '../../common/userError.ts';

/** The resources of an element, as the options of sbatch of the same names; Slurm decides about what is left out. */
export interface Resources {
  readonly partition?: string | undefined;
  readonly time?: string | undefined;
  readonly gpus?: string | undefined;
  readonly account?: string | undefined;
  /** sbatch's --cpus-per-task. */
  readonly cores: number;
}

/** minutes, minutes:seconds, hours:minutes:seconds, days-hours, days-hours:minutes or days-hours:minutes:seconds. */
const time = /^(?:\d+(?::\d+){0,2}|\d+-\d+(?::\d+){0,2})$/;
const forms = {
  partition: [/^[^\s"'\\-][^\s"'\\]*$/, 'a partition, or several separated by commas; `sinfo` lists them'],
  time: [time, 'minutes, hours:minutes:seconds or days-hours, such as 90, 2:00:00 or 1-12'],
  gpus: [/^(?:[\w.-]+:)?[1-9]\d*$/, 'a number of GPUs, or a type and a number, such as 1 or a100:1'],
  account: [/^[^\s"'\\-][^\s"'\\]*$/, 'an account of the cluster; `sacctmgr show associations` lists yours'],
} as const;

/** Errors: UserError naming the option, its value and the values allowed. */
export function checkResources(resources: Resources): void {
  for (const [name, [form, allowed]] of Object.entries(forms)) {
    const value = resources[name as keyof typeof forms];
    if (value === undefined || form.test(value)) continue;
    throw new UserError(`--${name} is "${value}"`, `Give ${allowed}.`);
  }
}

/** Seconds of a time limit as Slurm reads it. */
export function secondsOf(limit: string): number {
  const [days, clock] = limit.includes('-') ? (limit.split('-') as [string, string]) : [null, limit];
  const parts = clock.split(':').map(Number);
  const [hours, minutes, seconds] =
    days !== null ? parts : parts.length === 3 ? parts : parts.length === 2 ? [0, ...parts] : [0, parts[0]!];
  return ((Number(days ?? 0) * 24 + hours!) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0);
}
