import { UserError } from '../../common/userError.ts';
import { didYouMean } from '../../common/didYouMean.ts';
import { permutation, splitStream } from '../../common/permutation.ts';
import { type Example, type Source, type SplitName, allSplits } from './source.ts';

/** A source's examples of known classes, each in its split. */
export interface PlannedSource {
  readonly classes: readonly string[];
  /** The examples of these splits, of each in the same order whatever others are asked for. */
  read(splits: readonly SplitName[]): AsyncIterable<Example>;
}

const maxClasses = 1000;

/**
 * Reads train once to learn its classes and sizes, then plans which examples to drop (other labels, larger classes) and which to set
 * aside. Errors: UserError when rows or classes are too few.
 */
export async function planSplits(source: Source, seed: number, signal?: AbortSignal): Promise<PlannedSource> {
  const counts = await countLabels(source, signal);
  const classes = source.classes ?? [...counts.keys()].sort();
  checkClasses(classes, counts);
  const quota = source.balance ? Math.min(...classes.map((label) => counts.get(label)!)) : Infinity;
  const kept = classes.reduce((sum, label) => sum + Math.min(quota, counts.get(label)!), 0);
  const splitOf = shareOut(kept, source.shares, seed);
  return { classes, read: (splits) => assign(source, splits, { classes, quota, splitOf }) };
}

async function countLabels(source: Source, signal?: AbortSignal): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for await (const { label, file, line } of source.read(['train'])) {
    signal?.throwIfAborted();
    counts.set(label, (counts.get(label) ?? 0) + 1);
    if (counts.size > maxClasses) {
      const remedy = 'Is dataset.labelColumn the column of the classes?';
      throw new UserError(
        `${file}:${line}: more than ${maxClasses} different labels, the last "${label.slice(0, 40)}"`,
        remedy,
      );
    }
  }
  return counts;
}

function checkClasses(classes: readonly string[], counts: ReadonlyMap<string, number>): void {
  const found = [...counts.keys()];
  const listed = found.slice(0, 20).join(', ');
  if (found.length === 0)
    throw new UserError('the training data has no rows', 'Give a file with rows below its header.');
  const missing = classes.filter((label) => !counts.has(label));
  if (missing.length === classes.length) {
    const message = `0 training rows are left: none is of class ${missing.join(', ')}; labels found: ${listed}`;
    throw new UserError(message, 'Compare dataset.classes with the label column.');
  }
  if (missing[0] !== undefined) {
    const message = `no training row is of class "${missing[0]}"; labels found: ${listed}${didYouMean(missing[0], found)}`;
    throw new UserError(message, 'Compare dataset.classes with the label column.');
  }
  if (classes.length < 2)
    throw new UserError(`all training rows are of one class, "${listed}"`, 'Give rows of 2 classes or more.');
}

/** The split of each of n training examples: rounded shares of them, at least one each, drawn by the seed. */
function shareOut(n: number, shares: Source['shares'], seed: number): (i: number) => SplitName {
  if (shares.dev === 0 && shares.test === 0) return () => 'train';
  const size = (share: number) => (share === 0 ? 0 : Math.max(1, Math.round(n * share)));
  const [dev, test] = [size(shares.dev), size(shares.test)];
  if (dev + test >= n) {
    throw new UserError(
      `${n} training rows are too few to set rows aside for dev and test`,
      'Give more rows, or files of their own.',
    );
  }
  const places = new Uint8Array(n);
  permutation(seed, splitStream, n).forEach((row, i) => (places[row] = i < dev ? 1 : i < dev + test ? 2 : 0));
  return (i) => allSplits[places[i]!]!;
}

interface Plan {
  readonly classes: readonly string[];
  /** Most examples of a class in train. */
  readonly quota: number;
  /** Where the i-th example of train goes. */
  readonly splitOf: (i: number) => SplitName;
}

async function* assign(
  source: Source,
  splits: readonly SplitName[],
  { classes, quota, splitOf }: Plan,
): AsyncGenerator<Example> {
  const taken = new Map(classes.map((label) => [label, 0]));
  let train = 0;
  for await (const example of source.read(readFor(splits, source.shares))) {
    const count = taken.get(example.label);
    if (count === undefined) {
      if (source.classes === null) throw unknownLabel(example, classes);
      continue;
    }
    if (example.split !== 'train') yield example;
    else if (count < quota) {
      taken.set(example.label, count + 1);
      const split = splitOf(train++);
      if (splits.includes(split)) yield { ...example, split };
    }
  }
}

/** The splits of the source that hold the examples of these: train where a share of it is set aside. */
function readFor(splits: readonly SplitName[], shares: Source['shares']): SplitName[] {
  const needed = splits.map((split) => (split !== 'train' && shares[split] > 0 ? 'train' : split));
  return allSplits.filter((split) => needed.includes(split));
}

function unknownLabel({ file, line, label }: Example, classes: readonly string[]): UserError {
  const message = `${file}:${line}: the label "${label}" does not occur in train; allowed: ${classes.slice(0, 20).join(', ')}`;
  return new UserError(
    `${message}${didYouMean(label, classes)}`,
    'Correct it, or list the classes to keep as dataset.classes.',
  );
}
