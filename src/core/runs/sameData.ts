import { drawsSplit } from '../dataset/drawSplits.ts';
import { allSplits } from '../dataset/source.ts';
import type { Run } from './readRun.ts';

type Trained = Pick<Run, 'data' | 'environment' | 'experiment'>;

/**
 * Whether all runs were trained on the same splits, by their fingerprints. Runs without a record of their data are compared by the hashes of their
 * files, and by seed where a split was drawn.
 */
export function haveSameData([first, ...others]: readonly Trained[]): boolean {
  return others.every((other) => isSame(first!, other));
}

function isSame(one: Trained, other: Trained): boolean {
  const [a, b] = [one.data, other.data];
  if (a && b) return allSplits.every((name) => a.splits[name].sha256 === b.splits[name].sha256);
  return describe(one) === describe(other);
}

function describe({ data, environment, experiment: { dataset } }: Trained): string {
  const drawn = drawsSplit(dataset) && 'split' in dataset ? [data?.splitRule, dataset.split] : null;
  return JSON.stringify([environment.data.map(({ sha256 }) => sha256), drawn]);
}
