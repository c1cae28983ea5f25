import type { Experiment } from '../experiment/schema.ts';
import { fieldsOf, variantsOf } from './configuration.ts';

/** Runs that differ in nothing but their seed. */
export interface SeedGroup {
  /** What sets it apart from the other groups, such as "preset safr · λ_imp 0.5"; empty for the only one. */
  readonly variant: string;
  /** Numbers of its runs, rising. */
  readonly runs: readonly number[];
}

/** What has no part in what a run reaches, or is what a group may differ in. */
const apart = new Set(['$schema', 'name', 'device', 'threads', 'seed']);

/** In the order of their first runs. */
export function seedGroups(experiments: readonly Experiment[]): SeedGroup[] {
  const groups = new Map<string, number[]>();
  experiments.forEach((experiment, run) => {
    const key = JSON.stringify([...fieldsOf(experiment)].filter(([field]) => !apart.has(field)));
    groups.set(key, [...(groups.get(key) ?? []), run]);
  });
  const members = [...groups.values()];
  const variants = variantsOf(
    members.map(([first]) => experiments[first!]!),
    apart,
  );
  return members.map((runs, i) => ({ variant: variants[i]!, runs }));
}
