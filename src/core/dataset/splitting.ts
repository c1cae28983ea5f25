import { UserError } from '../../common/userError.ts';
import { didYouMean } from '../../common/didYouMean.ts';
import { placeName } from '../../common/placeName.ts';
import { SplitDraw, type SplitRule } from './drawSplits.ts';
import { LabelTally } from './labelTally.ts';
import { LeftOutRows } from './leftOutRows.ts';
import { allSplits, type Example, type Source, type SplitName } from './source.ts';

/** A source whose examples are assigned to splits and restricted to known classes. */
export interface PlannedSource {
  readonly classes: readonly string[];
  /** Whether the columns of texts and labels look swapped. */
  readonly looksSwapped: boolean;
  /**
   * Reads the examples of these splits. The order within a split does not depend on which other splits are read. Rows that are left out are
   * counted in `leftOut`.
   */
  read(splits: readonly SplitName[], leftOut?: LeftOutRows): AsyncIterable<Example>;
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
  const tally = await tallyLabels(source, draw, signal);
  const { counts, looksSwapped } = tally;
  const found = [...counts.keys()];
  const classes = source.classes ?? found.toSorted();
  checkClasses(classes, counts);
  if (source.classes === null) tally.checkClasses();
  const maxPerClass = source.balance ? Math.min(...classes.map((label) => counts.get(label)!)) : Infinity;
  const splitOf = drawn(draw, new Set(classes.map((label) => found.indexOf(label))), tally);
  const plan = { classes, maxPerClass, splitOf, tally };
  return { classes, looksSwapped, read: (splits, leftOut) => readPlanned(source, splits, plan, leftOut) };
}

/** Labels are numbered for `draw` in the order of their first rows. */
async function tallyLabels(source: Source, draw: SplitDraw, signal?: AbortSignal): Promise<LabelTally> {
  const tally = new LabelTally();
  for await (const example of source.read(['train'])) {
    signal?.throwIfAborted();
    if (example.label === null) continue;
    draw.add({ text: example.text, classNumber: tally.add(example, example.label) });
  }
  return tally;
}

function drawn(draw: SplitDraw, classNumbers: ReadonlySet<number>, tally: LabelTally): (i: number) => SplitName {
  try {
    return draw.draw(classNumbers);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(error.message, tally.labelRemedy(error.remedy));
    throw error;
  }
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
  readonly tally: LabelTally;
}

async function* readPlanned(
  source: Source,
  splits: readonly SplitName[],
  { classes, maxPerClass, splitOf, tally }: Plan,
  leftOut = new LeftOutRows(),
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
      if (source.classes === null) throw unknownLabelError(example, example.label, tally);
      leftOut.addOther(example.label);
      continue;
    }
    if (example.split !== 'train') yield example;
    else {
      const split = splitOf(train++);
      if (count >= maxPerClass) {
        leftOut.balanced++;
        continue;
      }
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

function unknownLabelError({ file, line }: Example, label: string, tally: LabelTally): UserError {
  const classes = [...tally.counts.keys()].toSorted();
  const message = `${placeName(file, line)}: the label "${label}" does not occur in train; allowed: ${classes.slice(0, 20).join(', ')}`;
  return new UserError(
    `${message}${didYouMean(label, classes)}`,
    tally.labelRemedy('Correct it, or list the classes to keep as dataset.classes.'),
  );
}
