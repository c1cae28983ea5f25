import type { Run } from '../runs/readRun.ts';
import { haveSameData } from '../runs/sameData.ts';
import { variantsOf } from './configuration.ts';
import { apartFromSettings, settingsKey, withoutRepeats } from './repeats.ts';

/** Runs on the same data that differ in their seed only. */
export interface SeedGroup {
  /** How it differs from the other groups, such as "preset safr · λ_imp 0.5"; empty if there is only one group. */
  readonly variant: string;
  /** Indices of its runs, ascending. */
  readonly runs: readonly number[];
  /** Those that count for means: one per seed, see `withoutRepeats`. */
  readonly counted: readonly number[];
}

/** The groups of these runs, in the order of their first runs. */
export function seedGroups(runs: readonly Run[]): SeedGroup[] {
  const groups: number[][] = [];
  const keys = runs.map(({ experiment }) => settingsKey(experiment));
  const byKey = new Map<string, number[][]>();
  for (const [i, run] of runs.entries()) {
    const alike = byKey.get(keys[i]!) ?? [];
    byKey.set(keys[i]!, alike);
    const group = alike.find(([first]) => haveSameData([runs[first!]!, run]));
    if (group) group.push(i);
    else {
      const added = [i];
      alike.push(added);
      groups.push(added);
    }
  }
  const firsts = groups.map(([first]) => first!);
  const variants = variantsOf(
    firsts.map((first) => runs[first]!.experiment),
    apartFromSettings,
  );
  const kept = new Set(withoutRepeats(runs));
  return groups.map((group, i) => {
    const isOnOtherData = firsts.slice(0, i).some((first) => keys[first] === keys[firsts[i]!]);
    const variant = [variants[i]!, ...(isOnOtherData ? ['other data'] : [])].filter((word) => word !== '').join(' · ');
    return { variant, runs: group, counted: group.filter((run) => kept.has(runs[run]!)) };
  });
}
