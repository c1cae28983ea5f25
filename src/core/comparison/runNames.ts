import { timeOf } from '../../common/format.ts';
import type { Run } from '../runs/readRun.ts';
import { variantsOf } from './configuration.ts';

/** What a run is named by. */
export type NamedRun = Pick<Run, 'id' | 'experiment' | 'notes' | 'record'>;

/**
 * What each of these runs is called: the user's name for it, else the settings in which it differs from the others, such as
 * "preset safr · λ_imp 0.5 · seed 2". Where several would have the same name or none, the time of their start follows. All names are different.
 */
export function runNames(runs: readonly NamedRun[]): string[] {
  const variants = variantsOf(
    runs.map(({ experiment }) => experiment),
    withoutName,
  );
  const names = runs.map(({ notes }, i) => notes.name ?? variants[i]!);
  const timed = whereShared(names, (i) => [names[i], timeOf(runs[i]!.record.started)].filter(Boolean).join(' · '));
  return whereShared(timed, (i) => runs[i]!.id);
}

/** Fields that no name is made of: they do not matter for what is trained. */
const withoutName: ReadonlySet<string> = new Set(['$schema', 'threads', 'training.log']);

/** The names, but another one in place of those that several have or that are empty. */
function whereShared(names: readonly string[], other: (i: number) => string): string[] {
  const counts = new Map<string, number>([['', 2]]);
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return names.map((name, i) => (counts.get(name)! > 1 ? other(i) : name));
}
