import type { SplitName } from '../source.ts';

/** Texts of a split that another one has as well. Texts of test that train has are not counted for dev again. */
export interface SharedTexts {
  readonly split: SplitName;
  readonly other: SplitName;
  readonly texts: number;
  /** Index of the first of them in `split`, and of an equal text in `other`. */
  readonly example: readonly [number, number];
}

const pairs = [
  ['dev', 'train'],
  ['test', 'train'],
  ['test', 'dev'],
] as const;

/** `hashes`: of the texts of each split, see `SplitTally`. Pairs of splits that share no text are left out. */
export function sharedTexts(hashes: Readonly<Record<SplitName, readonly number[]>>): SharedTexts[] {
  const sorted = { train: Float64Array.from(hashes.train).sort(), dev: Float64Array.from(hashes.dev).sort() };
  return pairs.flatMap(([split, other]) => {
    let [texts, first] = [0, -1];
    hashes[split].forEach((hash, i) => {
      if (!includes(sorted[other], hash) || (other === 'dev' && includes(sorted.train, hash))) return;
      if (texts++ === 0) first = i;
    });
    return texts === 0 ? [] : [{ split, other, texts, example: [first, hashes[other].indexOf(hashes[split][first]!)] }];
  });
}

/** Whether a value is among sorted ones. */
function includes(sorted: Float64Array, value: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === value;
}
