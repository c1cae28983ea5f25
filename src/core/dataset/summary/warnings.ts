import { counted, grouped, percent } from '../../../common/format.ts';
import { placeName } from '../../../common/placeName.ts';
import { printable, shortened } from '../../../common/printable.ts';
import { swapSuspicion } from '../labelTally.ts';
import { allSplits, type SplitName } from '../source.ts';
import { maxUnknown } from './checkKnownWords.ts';
import { largestClass, unknownShare, type DataSummary } from './dataSummary.ts';
import type { SharedTexts } from './sharedTexts.ts';
import { quotedLabel, similarLabels } from './similarLabels.ts';

interface Place {
  readonly file: string;
  readonly line: number;
}

export interface WarningFacts {
  readonly summary: Omit<DataSummary, 'warnings'>;
  readonly looksSwapped: boolean;
  /** Whether a pretrained encoder's tokenizer reads the texts. */
  readonly isEncoder: boolean;
  /** Texts in several splits, with the places of their examples. */
  readonly shared: readonly (SharedTexts & { readonly places: readonly [Place, Place] })[];
  /** Rows of each label that is not among the classes. */
  readonly otherLabels: ReadonlyMap<string, number>;
}

/** Shares from which a warning is given. */
const [largeClass, manyUnknown, manyCut] = [0.8, 0.2, 0.01];
const maxListed = 3;

/** What may not be as it is meant, one line each. */
export function dataWarnings({ summary, looksSwapped, isEncoder, shared, otherLabels }: WarningFacts): string[] {
  return [
    ...(looksSwapped ? [`${swapSuspicion}; exchange dataset.textColumn and dataset.labelColumn`] : []),
    ...shared.map((each) => sharedWarning(each, summary)),
    ...labelWarnings(summary, otherLabels),
    ...rareClassWarnings(summary),
    ...imbalanceWarnings(summary),
    ...unknownWarnings(summary, isEncoder),
    ...cutWarnings(summary),
  ];
}

function sharedWarning(
  { split, other, texts, places: [here, there] }: WarningFacts['shared'][number],
  { splits }: WarningFacts['summary'],
): string {
  const total = splits[split].texts;
  const isSamePlace = here.file === there.file && here.line === there.line;
  const found = isSamePlace ? `both read ${here.file}` : `${placeOf(here)} is ${placeOf(there)}`;
  const remedy = isSamePlace
    ? `name another file, or leave "${split}" out to have it drawn`
    : `remove them from ${other}`;
  const count = texts === total ? `all ${grouped(total)}` : `${grouped(texts)} of ${grouped(total)}`;
  return `${count} texts of ${split} are in ${other} as well (${found}), so results on ${split} do not hold for new texts; ${remedy}`;
}

const placeOf = ({ file, line }: Place) => placeName(file, line);

function labelWarnings({ classes }: WarningFacts['summary'], otherLabels: ReadonlyMap<string, number>): string[] {
  const rows = new Map(otherLabels);
  for (const { name, train, dev, test } of classes) rows.set(name, train + dev + test);
  const quoted = (label: string) =>
    `${shortened(quotedLabel(label), 60)} (${otherLabels.has(label) ? 'left out, ' : ''}${counted(rows.get(label)!, 'row')})`;
  const groups = similarLabels([...rows.keys()]);
  const more = groups.length - maxListed;
  return [
    ...groups
      .slice(0, maxListed)
      .map(
        ({ labels, differences }) =>
          `the labels ${joined(labels.map(quoted))} differ only in ${differences}; write them alike if they are one class`,
      ),
    ...(more > 0 ? [`${more} more labels are written in several ways`] : []),
  ];
}

/** Two or more words: "a and b", "a, b and c". */
const joined = (words: readonly string[]) => `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** Classes with a single training text, or missing from a split. */
function rareClassWarnings({ classes }: WarningFacts['summary']): string[] {
  const labelled = allSplits.filter((split) => classes.some((each) => each[split] > 0));
  const rare = classes.filter((each) => each.train < 2 || labelled.some((split) => each[split] === 0));
  if (rare.length === 0) return [];
  const listed = rare.slice(0, maxListed).map((each) => {
    const counts = labelled.map((split) => `${each[split]} in ${split}`);
    return `${nameOf(each.name)} (${counts.join(', ')})`;
  });
  const which = rare.length === 1 ? 'a class has' : `${rare.length} classes have`;
  const more = rare.length > maxListed ? ', …' : '';
  return [
    `${which} too few texts to be measured: ${listed.join('; ')}${more}; give more texts, or leave such classes out by dataset.classes`,
  ];
}

function imbalanceWarnings(summary: WarningFacts['summary']): string[] {
  const largest = largestClass(summary, 'train');
  if (!largest || largest.share < largeClass) return [];
  return [
    `${percent(largest.share)} of the training texts are ${nameOf(largest.name)}, so a model that always answers this has a high accuracy; judge by macro F1, and see training.monitor and training.classWeights`,
  ];
}

/** Larger shares are an error. */
function unknownWarnings({ splits }: WarningFacts['summary'], isEncoder: boolean): string[] {
  const shares = (['dev', 'test'] as const).flatMap((split) => {
    const share = unknownShare(splits[split]);
    return share > manyUnknown && share <= maxUnknown
      ? [`${percent(share)} of the ${isEncoder ? 'tokens' : 'words'} of ${split}`]
      : [];
  });
  if (shares.length === 0) return [];
  if (isEncoder) {
    return [`${shares.join(' and ')} are unknown to the encoder; choose one for this language by model.pretrained`];
  }
  return [
    `${shares.join(' and ')} are unknown, the model reads them as <UNK>; give more training texts, or set tokenizer.kind to "words", tokenizer.lowercase to true or tokenizer.minFrequency to 1`,
  ];
}

function cutWarnings({ splits, maxLength }: WarningFacts['summary']): string[] {
  const total = (value: (split: SplitName) => number) => allSplits.reduce((sum, split) => sum + value(split), 0);
  const share = total((split) => splits[split].cut.texts) / total((split) => splits[split].texts);
  if (share < manyCut) return [];
  const tokens = total((split) => splits[split].cut.tokens) / total((split) => splits[split].tokens);
  return [
    `${percent(share)} of the texts are longer than ${counted(maxLength, 'token')} and are cut: ${percent(tokens)} of all tokens are not read; raise model.maxLength (95 % of the training texts have at most ${grouped(splits.train.length.p95)})`,
  ];
}

const nameOf = (label: string) => `"${shortened(printable(label), 40)}"`;
