import { permutation, splitStream } from '../../common/permutation.ts';
import { threefry } from '../../common/random.ts';
import { UserError } from '../../common/userError.ts';
import type { Experiment } from '../experiment/schema.ts';
import { allSplits, maxClasses, type Source, type SplitName } from './source.ts';
import { textHash } from './textHash.ts';

/**
 * The rules by which splits have been drawn. Runs record theirs, so that they are read as they were trained. 1: each row at random. 2:
 * stratified by class, equal texts on one side.
 */
export const splitRules = [1, 2] as const;
export type SplitRule = (typeof splitRules)[number];
/** The rule of new runs. */
export const currentSplitRule: SplitRule = 2;

/** Whether a split of the data set is drawn from its training rows. */
export function drawsSplit(dataset: Experiment['dataset']): boolean {
  if (dataset.source === 'files') return dataset.dev === undefined || dataset.test === undefined;
  return dataset.source === 'spam-assassin';
}

/** The rows of the training split that are distributed over the splits, in their order. */
export interface Row {
  readonly text: string;
  /** Number of the class, below `maxClasses`. */
  readonly classNumber: number;
}

/** Decides which rows are set aside for dev and test. */
export class SplitDraw {
  readonly #seed: number;
  readonly #rule: SplitRule;
  readonly #shares: Source['shares'];
  /** For each row: 43 random bits that only depend on seed and trimmed text, then the class number in 10 bits; −1 for a row left out. */
  readonly #keys: number[] = [];

  constructor(shares: Source['shares'], seed: number, rule: SplitRule) {
    this.#shares = shares;
    this.#seed = seed;
    this.#rule = rule;
  }

  get isNeeded(): boolean {
    return this.#shares.dev > 0 || this.#shares.test > 0;
  }

  add({ text, classNumber }: Row): void {
    if (!this.isNeeded) return;
    this.#keys.push(this.#rule === 1 ? classNumber : textBits(this.#seed, text.trim()) * maxClasses + classNumber);
  }

  /**
   * The split of row i among the rows of these classes. Sizes are rounded shares of their number, at least 1 for each split. Errors: UserError
   * if the rows are too few.
   */
  draw(classNumbers: ReadonlySet<number>): (i: number) => SplitName {
    if (!this.isNeeded) return () => 'train';
    const keys = Float64Array.from(this.#keys.filter((key) => classNumbers.has(key % maxClasses)));
    const size = (share: number) => (share === 0 ? 0 : Math.max(1, Math.round(keys.length * share)));
    const sizes = { dev: size(this.#shares.dev), test: size(this.#shares.test) };
    if (sizes.dev + sizes.test >= keys.length) throw tooFewRows(keys.length);
    return this.#rule === 1 ? drawRows(keys.length, sizes, this.#seed) : drawTexts(keys, sizes);
  }
}

interface Sizes {
  readonly dev: number;
  readonly test: number;
}

/** Rule 1. */
function drawRows(n: number, { dev, test }: Sizes, seed: number): (i: number) => SplitName {
  const splitNumbers = new Uint8Array(n);
  permutation(seed, splitStream, n).forEach((row, i) => (splitNumbers[row] = i < dev ? 1 : i < dev + test ? 2 : 0));
  return (i) => allSplits[splitNumbers[i]!]!;
}

/**
 * Rule 2: goes through the different texts in random order; each is put into dev, else test, where its class still lacks that many rows, else
 * into train. A text with several classes counts for the first of them.
 */
function drawTexts(keys: Float64Array, sizes: Sizes): (i: number) => SplitName {
  const counts = countClasses(keys);
  const dev = quotas(sizes.dev, keys.length, counts, counts);
  const test = quotas(sizes.test, keys.length, counts, new Map([...counts].map(([c, n]) => [c, n - dev.get(c)!])));
  const chosen = new Map<number, SplitName>();
  const filled = { dev: 0, test: 0 };
  for (const { bits, classNumber, rows } of differentTexts(keys)) {
    const split = dev.get(classNumber)! >= rows ? 'dev' : test.get(classNumber)! >= rows ? 'test' : null;
    if (!split) continue;
    const left = split === 'dev' ? dev : test;
    left.set(classNumber, left.get(classNumber)! - rows);
    filled[split] += rows;
    chosen.set(bits, split);
  }
  if ((sizes.dev > 0 && filled.dev === 0) || (sizes.test > 0 && filled.test === 0)) throw tooFewRows(keys.length);
  return (i) => chosen.get(bitsOf(keys[i]!)) ?? 'train';
}

function countClasses(keys: Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const key of keys) counts.set(key % maxClasses, (counts.get(key % maxClasses) ?? 0) + 1);
  return counts;
}

/**
 * Distributes `size` rows over the classes in proportion to their counts, by largest remainders. `available`: rows of each class that no
 * other split takes; one of them stays in train.
 */
function quotas(
  size: number,
  n: number,
  counts: ReadonlyMap<number, number>,
  available: ReadonlyMap<number, number>,
): Map<number, number> {
  const most = (c: number) => Math.max(0, available.get(c)! - 1);
  const exact = (c: number) => (size * counts.get(c)!) / n;
  const result = new Map(Array.from(counts.keys(), (c) => [c, Math.min(most(c), Math.floor(exact(c)))]));
  let left = size - [...result.values()].reduce((sum, quota) => sum + quota, 0);
  const byRemainder = [...counts.keys()].sort((a, b) => (exact(b) % 1) - (exact(a) % 1) || a - b);
  while (left > 0) {
    const open = byRemainder.filter((c) => result.get(c)! < most(c)).slice(0, left);
    if (open.length === 0) break;
    for (const c of open) result.set(c, result.get(c)! + 1);
    left -= open.length;
  }
  return result;
}

function* differentTexts(keys: Float64Array): Generator<{ bits: number; classNumber: number; rows: number }> {
  const sorted = keys.slice().sort();
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    const bits = bitsOf(sorted[start]!);
    while (end < sorted.length && bitsOf(sorted[end]!) === bits) end++;
    yield { bits, classNumber: sorted[start]! % maxClasses, rows: end - start };
  }
}

const bitsOf = (key: number) => Math.floor(key / maxClasses);

/** 43 bits that depend on the text and the seed. */
function textBits(seed: number, text: string): number {
  const [high, low] = threefry(seed, splitStream, ...textHash(text));
  return high * 2 ** 11 + (low >>> 21);
}

function tooFewRows(n: number): UserError {
  return new UserError(
    `${n} training rows are too few to set rows aside for dev and test: equal texts stay in one split, and every class keeps a row in train`,
    'Give more rows, or separate dev and test files.',
  );
}
