import type { Experiment } from '../experiment/schema.ts';
import { fieldsOf, variantsOf } from './configuration.ts';

/** Runs that differ in their seed only. */
export interface SeedGroup {
  /** How it differs from the other groups, such as "preset safr · λ_imp 0.5"; empty if there is only one group. */
  readonly variant: string;
  /** Indices of its runs, ascending. */
  readonly runs: readonly number[];
}

/** Fields that do not affect results, and the seed, which differs within a group. */
const ignoredFields = new Set(['$schema', 'name', 'device', 'threads', 'seed']);

/** The groups of these experiments, in the order of their first runs. */
export function seedGroups(experiments: readonly Experiment[]): SeedGroup[] {
  const groups = new Map<string, number[]>();
  experiments.forEach((experiment, run) => {
    const key = JSON.stringify([...fieldsOf(experiment)].filter(([field]) => !ignoredFields.has(field)));
    groups.set(key, [...(groups.get(key) ?? []), run]);
  });
  const members = [...groups.values()];
  const variants = variantsOf(
    members.map(([first]) => experiments[first!]!),
    ignoredFields,
  );
  return members.map((runs, i) => ({ variant: variants[i]!, runs }));
}
