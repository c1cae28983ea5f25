import { fieldsWithoutEffect } from '../experiment/fieldsWithoutEffect.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Run } from '../runs/readRun.ts';
import { haveSameData } from '../runs/sameData.ts';
import { fieldsOf, type Section } from './configuration.ts';

/** Fields that do not affect what a training reaches, and the seed. */
export const apartFromSettings: ReadonlySet<string> = new Set([...fieldsWithoutEffect, 'name', 'seed']);

/** Equal for experiments that differ in nothing but the seed. */
export function settingsKey(experiment: Experiment): string {
  return [...fieldsOf(experiment).values()].map(numberOf).filter(Boolean).join(' ');
}

/** By the JSON of the fields that count. */
const numbers = new Map<string, number>();
const numberOfSection = new WeakMap<Section, number>();

/** Equal for sections with the same values in all fields that count; 0 where none does. */
function numberOf(section: Section): number {
  const known = numberOfSection.get(section);
  if (known !== undefined) return known;
  const counted = [...section].filter(([field]) => !apartFromSettings.has(field));
  const text = JSON.stringify(counted);
  const number = counted.length === 0 ? 0 : (numbers.get(text) ?? numbers.size + 1);
  if (number > 0) numbers.set(text, number);
  numberOfSection.set(section, number);
  return number;
}

/**
 * The runs without repeats, in their order: of several with the same settings, seed and data, only the newest finished one. Repeats compute the
 * same and are no further samples.
 */
export function withoutRepeats<T extends Run>(runs: readonly T[]): T[] {
  const chosen = new Map<string, T[]>();
  for (const run of runs) {
    const key = `${run.experiment.seed} ${settingsKey(run.experiment)}`;
    const others = chosen.get(key) ?? [];
    const repeated = others.findIndex((other) => haveSameData([other, run]));
    if (repeated < 0) others.push(run);
    else if (isPreferred(run, others[repeated]!)) others[repeated] = run;
    chosen.set(key, others);
  }
  const kept = new Set([...chosen.values()].flat());
  return runs.filter((run) => kept.has(run));
}

/** Finished and evaluated before finished before others; then the newer one. */
function isPreferred(one: Run, other: Run): boolean {
  const rank = ({ status, summary }: Run) => (status === 'finished' ? 2 : 0) + (summary ? 1 : 0);
  const difference = rank(one) - rank(other);
  return difference === 0 ? one.record.started > other.record.started : difference > 0;
}
