import { counted, grouped, missing, percent } from '../../../common/format.ts';
import { printable, shortened } from '../../../common/printable.ts';
import { allSplits, type SplitName } from '../source.ts';
import { largestClass, unknownShare, type DataSummary } from './dataSummary.ts';

type Figures = Omit<DataSummary, 'warnings'>;

/** More classes are not listed one by one. */
const maxListedClasses = 6;

/** A summary in two to four lines, without its warnings. */
export function dataLines(summary: Figures): string[] {
  const { train, dev, test } = summary.splits;
  const sizes = `${grouped(train.texts)} training, ${grouped(dev.texts)} dev and ${grouped(test.texts)} test texts`;
  const unknown = `${percent(unknownShare(dev))} in dev, ${percent(unknownShare(test))} in test`;
  const { median, p95 } = train.length;
  const max = Math.max(...allSplits.map((split) => summary.splits[split].length.max));
  return [
    `${sizes}; ${classWords(summary)}`,
    `vocabulary ${grouped(summary.vocabulary)} words; unknown words ${unknown}`,
    `tokens per text: median ${grouped(median)}, 95 % at most ${grouped(p95)}, longest ${grouped(max)}; ${cutWords(summary)}`,
    ...leftOutWords(summary),
  ];
}

/** With their shares of the training texts. */
function classWords({ classes }: Figures): string {
  const total = classes.reduce((sum, { train }) => sum + train, 0);
  const words = ({ name, train }: Figures['classes'][number]) => `${className(name)} ${percent(train / total)}`;
  if (classes.length <= maxListedClasses) return `classes ${classes.map(words).join(', ')}`;
  const sorted = [...classes].sort((one, other) => other.train - one.train);
  return `${classes.length} classes, from ${words(sorted[0]!)} to ${words(sorted.at(-1)!)}`;
}

function cutWords({ splits, maxLength }: Figures): string {
  const total = (value: (split: SplitName) => number) => allSplits.reduce((sum, split) => sum + value(split), 0);
  const texts = total((split) => splits[split].cut.texts);
  if (texts === 0) return 'none is cut';
  const tokens = total((split) => splits[split].cut.tokens) / total((split) => splits[split].tokens);
  return `${counted(texts, 'text')} cut at ${grouped(maxLength)} (${percent(tokens)} of all tokens)`;
}

function leftOutWords({ leftOut: { otherClasses, balanced, empty } }: Figures): string[] {
  const reasons = [
    [otherClasses, 'of other classes'],
    [balanced, 'to balance the classes'],
    [empty, 'without text or label'],
  ] as const;
  const words = reasons.filter(([rows]) => rows > 0).map(([rows, reason]) => `${counted(rows, 'row')} ${reason}`);
  return words.length === 0 ? [] : [`left out: ${words.join(', ')}`];
}

/** A summary as a table, one row per split, and what was left out, such as "left out: 3 rows without text or label". */
export interface DataTable {
  readonly columns: string[];
  readonly rows: string[][];
  readonly leftOut: string | null;
  readonly warnings: string[];
}

export function dataTable(summary: DataSummary): DataTable {
  const { classes, splits, warnings } = summary;
  const listed = classes.length <= maxListedClasses ? classes : [];
  return {
    columns: [
      ...['split', 'texts'],
      ...(listed.length > 0 ? listed.map(({ name }) => className(name)) : ['classes', 'largest class']),
      ...['tokens, median', '95\u00a0%', 'longest', 'cut', 'unknown words'],
    ],
    rows: allSplits.map((split) => {
      const { texts, tokens, length, cut } = splits[split];
      const labelled = classes.reduce((sum, each) => sum + each[split], 0);
      const share = (count: number) => (labelled === 0 ? missing : `${grouped(count)} (${percent(count / labelled)})`);
      return [
        ...[split, grouped(texts)],
        ...(listed.length > 0 ? listed.map((each) => share(each[split])) : manyClasses(summary, split)),
        ...[length.median, length.p95, length.max].map(grouped),
        ...[cut.texts === 0 ? '0' : `${grouped(cut.texts)} (${percent(cut.tokens / tokens)} of tokens)`],
        percent(unknownShare(splits[split])),
      ];
    }),
    leftOut: leftOutWords(summary)[0] ?? null,
    warnings,
  };
}

function manyClasses(summary: DataSummary, split: SplitName): string[] {
  const largest = largestClass(summary, split);
  if (!largest) return [missing, missing];
  const count = summary.classes.filter((each) => each[split] > 0).length;
  return [grouped(count), `${className(largest.name)} ${percent(largest.share)}`];
}

const className = (name: string) => shortened(printable(name), 40);
