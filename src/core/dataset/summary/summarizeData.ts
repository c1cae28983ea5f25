import { isAbsolute, relative } from 'node:path';
import { printable } from '../../../common/printable.ts';
import type { LeftOutRows } from '../leftOutRows.ts';
import { groupedFindings, type Finding } from '../reading/finding.ts';
import { allSplits, type SplitName } from '../source.ts';
import { noLabel, type TokenizedSplit } from '../tokenizedSplit.ts';
import type { WordTypes } from '../vocabulary.ts';
import type { DataSummary, SplitSummary } from './dataSummary.ts';
import { sharedTexts } from './sharedTexts.ts';
import type { SplitTally } from './splitTally.ts';
import { dataWarnings, type WarningFacts } from './warnings.ts';

type PerSplit<T> = Readonly<Record<SplitName, T>>;

/** What is known of a data set that has been read. */
export interface DataFacts {
  /** Folder of the experiment file: warnings name files relative to it. */
  readonly baseDir: string;
  /** Whether the files are the user's own, who can change which text is in which split. */
  readonly isOwn: boolean;
  /** Whether a pretrained encoder's tokenizer reads the texts. */
  readonly isEncoder: boolean;
  readonly classes: readonly string[];
  readonly splits: PerSplit<TokenizedSplit>;
  readonly tallies: PerSplit<SplitTally>;
  readonly vocabulary: WordTypes;
  readonly maxLength: number;
  readonly looksSwapped: boolean;
  readonly leftOut: LeftOutRows;
  /** Rows without text or label. */
  readonly emptyRows: number;
  readonly findings: readonly Finding[];
}

/** Says what a data set has, what was left out or cut, and what looks suspicious. Every split must have a text. */
export function summarizeData(facts: DataFacts): DataSummary {
  const { classes, vocabulary, maxLength, leftOut, emptyRows } = facts;
  const summary = {
    splits: perSplit((split) => splitSummary(facts.splits[split], facts.tallies[split], facts)),
    classes: classCounts(classes, facts.splits),
    vocabulary: vocabulary.size,
    maxLength,
    leftOut: { otherClasses: leftOut.otherClasses, balanced: leftOut.balanced, empty: emptyRows },
  };
  const warnings = dataWarnings({
    summary,
    looksSwapped: facts.looksSwapped,
    isEncoder: facts.isEncoder,
    shared: facts.isOwn ? placedShared(facts) : [],
    otherLabels: leftOut.byLabel,
  });
  return { ...summary, warnings: [...findingWarnings(facts), ...warnings.map(printable)] };
}

function splitSummary(
  split: TokenizedSplit,
  tally: SplitTally,
  { vocabulary, maxLength }: Pick<DataFacts, 'vocabulary' | 'maxLength'>,
): SplitSummary {
  let unknown = 0;
  for (let i = 0; i < split.length; i++) {
    for (const id of split.ids(i)) if (id === vocabulary.unknownId) unknown++;
  }
  return { ...tally.summary(maxLength), unknown };
}

function classCounts(classes: readonly string[], splits: PerSplit<TokenizedSplit>): DataSummary['classes'] {
  const counts = classes.map((name) => ({ name, train: 0, dev: 0, test: 0 }));
  for (const name of allSplits) {
    const split = splits[name];
    for (let i = 0; i < split.length; i++) {
      if (split.label(i) !== noLabel) counts[split.label(i)]![name]++;
    }
  }
  return counts;
}

function placedShared({ splits, tallies, baseDir }: DataFacts): WarningFacts['shared'] {
  const placeOf = (split: SplitName, i: number) => {
    const { file, line } = splits[split].location(i);
    return { file: fileName(baseDir, file), line };
  };
  return sharedTexts(perSplit((split) => tallies[split].hashes)).map((shared) => {
    const [first, second] = shared.example;
    return { ...shared, places: [placeOf(shared.split, first), placeOf(shared.other, second)] as const };
  });
}

function findingWarnings({ findings, baseDir }: DataFacts): string[] {
  const warnings = findings.filter(({ level }) => level === 'warning');
  return groupedFindings(warnings, (file) => fileName(baseDir, file)).map(({ where, message }) =>
    printable(`${where}: ${message}`),
  );
}

const fileName = (baseDir: string, file: string) => (isAbsolute(file) ? relative(baseDir, file) : file);

function perSplit<T>(of: (split: SplitName) => T): Record<SplitName, T> {
  return { train: of('train'), dev: of('dev'), test: of('test') };
}
