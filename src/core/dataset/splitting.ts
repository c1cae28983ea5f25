import { UserError } from '../../common/userError.ts';
import { didYouMean } from '../../common/didYouMean.ts';
import { placeName } from '../../common/placeName.ts';
import { SplitDraw, type SplitRule } from './drawSplits.ts';
import { allSplits, maxClasses, type Example, type Source, type SplitName } from './source.ts';

/** A source whose examples are assigned to splits and restricted to known classes. */
export interface PlannedSource {
  readonly classes: readonly string[];
  /** Reads the examples of these splits. The order within a split does not depend on which other splits are read. */
  read(splits: readonly SplitName[]): AsyncIterable<Example>;
}

/** How a split is drawn where the source has none. */
export interface SplitSettings {
  readonly seed: number;
  readonly rule: SplitRule;
}

/**
 * Reads the training split once to find its classes and their sizes, then determines which examples to drop (other labels, larger classes)
 * and which to set aside. Errors: UserError if there are too few rows or classes.
 */
export async function planSplits(
  source: Source,
  { seed, rule }: SplitSettings,
  signal?: AbortSignal,
): Promise<PlannedSource> {
  const draw = new SplitDraw(source.shares, seed, rule);
  const counts = await countLabels(source, draw, signal);
  const found = [...counts.keys()];
  const classes = source.classes ?? found.toSorted();
  checkClasses(classes, counts);
  const maxPerClass = source.balance ? Math.min(...classes.map((label) => counts.get(label)!)) : Infinity;
  const splitOf = draw.draw(new Set(classes.map((label) => found.indexOf(label))));
  return { classes, read: (splits) => readPlanned(source, splits, { classes, maxPerClass, splitOf }) };
}

/** Counts the rows of each label, in the order of their first rows, which numbers them for `draw`. */
async function countLabels(source: Source, draw: SplitDraw, signal?: AbortSignal): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const numbers = new Map<string, number>();
  for await (const { text, label, file, line } of source.read(['train'])) {
    signal?.throwIfAborted();
    if (label === null) continue;
    const classNumber = numbers.get(label) ?? numbers.size;
    if (classNumber === maxClasses) {
      const remedy = 'Is dataset.labelColumn the column of the classes?';
      throw new UserError(
        `${placeName(file, line)}: more than ${maxClasses} different labels, the last "${label.slice(0, 40)}"`,
        remedy,
      );
    }
    numbers.set(label, classNumber);
    counts.set(label, (counts.get(label) ?? 0) + 1);
    draw.add({ text, classNumber });
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

interface Plan {
  readonly classes: readonly string[];
  /** Maximum number of training examples per class. */
  readonly maxPerClass: number;
  /** The split of training example i among those of the classes. */
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
    else {
      const split = splitOf(train++);
      if (count >= maxPerClass) continue;
      taken.set(example.label, count + 1);
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
