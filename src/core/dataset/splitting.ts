import { UserError } from '../../common/userError.ts';
import { didYouMean } from '../../common/didYouMean.ts';
import { placeName } from '../../common/placeName.ts';
import { permutation, splitStream } from '../../common/permutation.ts';
import { type Example, type Source, type SplitName, allSplits } from './source.ts';

/** A source whose examples are assigned to splits and restricted to known classes. */
export interface PlannedSource {
  readonly classes: readonly string[];
  /** Reads the examples of these splits. The order within a split does not depend on which other splits are read. */
  read(splits: readonly SplitName[]): AsyncIterable<Example>;
}

const maxClasses = 1000;

/**
 * Reads the training split once to find its classes and their sizes, then determines which examples to drop (other labels, larger classes)
 * and which to set aside. Errors: UserError if there are too few rows or classes.
 */
export async function planSplits(source: Source, seed: number, signal?: AbortSignal): Promise<PlannedSource> {
  const counts = await countLabels(source, signal);
  const classes = source.classes ?? [...counts.keys()].sort();
  checkClasses(classes, counts);
  const maxPerClass = source.balance ? Math.min(...classes.map((label) => counts.get(label)!)) : Infinity;
  const kept = classes.reduce((sum, label) => sum + Math.min(maxPerClass, counts.get(label)!), 0);
  const splitOf = assignSplits(kept, source.shares, seed);
  return { classes, read: (splits) => readPlanned(source, splits, { classes, maxPerClass, splitOf }) };
}

async function countLabels(source: Source, signal?: AbortSignal): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for await (const { label, file, line } of source.read(['train'])) {
    signal?.throwIfAborted();
    if (label === null) continue;
    counts.set(label, (counts.get(label) ?? 0) + 1);
    if (counts.size > maxClasses) {
      const remedy = 'Is dataset.labelColumn the column of the classes?';
      throw new UserError(
        `${placeName(file, line)}: more than ${maxClasses} different labels, the last "${label.slice(0, 40)}"`,
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

/** Assigns each of n training examples to a split at random. Sizes are rounded shares of n, at least 1 for each split. */
function assignSplits(n: number, shares: Source['shares'], seed: number): (i: number) => SplitName {
  if (shares.dev === 0 && shares.test === 0) return () => 'train';
  const size = (share: number) => (share === 0 ? 0 : Math.max(1, Math.round(n * share)));
  const [dev, test] = [size(shares.dev), size(shares.test)];
  if (dev + test >= n) {
    throw new UserError(
      `${n} training rows are too few to set rows aside for dev and test`,
      'Give more rows, or separate dev and test files.',
    );
  }
  const splitNumbers = new Uint8Array(n);
  permutation(seed, splitStream, n).forEach((row, i) => (splitNumbers[row] = i < dev ? 1 : i < dev + test ? 2 : 0));
  return (i) => allSplits[splitNumbers[i]!]!;
}

interface Plan {
  readonly classes: readonly string[];
  /** Maximum number of training examples per class. */
  readonly maxPerClass: number;
  /** The split of training example i. */
  readonly splitOf: (i: number) => SplitName;
}

async function* readPlanned(
  source: Source,
  splits: readonly SplitName[],
  { classes, maxPerClass, splitOf }: Plan,
): AsyncGenerator<Example> {
  const taken = new Map(classes.map((label) => [label, 0]));
  let train = 0;
  for await (const example of source.read(splitsToRead(splits, source.shares))) {
    if (example.label === null) {
      yield example;
      continue;
    }
    const count = taken.get(example.label);
    if (count === undefined) {
      if (source.classes === null) throw unknownLabelError(example.file, example.line, example.label, classes);
      continue;
    }
    if (example.split !== 'train') yield example;
    else if (count < maxPerClass) {
      taken.set(example.label, count + 1);
      const split = splitOf(train++);
      if (splits.includes(split)) yield { ...example, split };
    }
  }
}

/** The splits of the source that contain the examples of `splits`: `train` if a share of it is set aside. */
function splitsToRead(splits: readonly SplitName[], shares: Source['shares']): SplitName[] {
  const needed = splits.map((split) => (split !== 'train' && shares[split] > 0 ? 'train' : split));
  return allSplits.filter((split) => needed.includes(split));
}

function unknownLabelError(file: string, line: number, label: string, classes: readonly string[]): UserError {
  const message = `${placeName(file, line)}: the label "${label}" does not occur in train; allowed: ${classes.slice(0, 20).join(', ')}`;
  return new UserError(
    `${message}${didYouMean(label, classes)}`,
    'Correct it, or list the classes to keep as dataset.classes.',
  );
}
