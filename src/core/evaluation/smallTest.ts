import { decimals, grouped } from '../../common/format.ts';
import type { Evaluation } from './evaluation.ts';

/** Fewer texts, or an interval of the accuracy that is wider than this share, are few. */
const minTexts = 100;
const maxWidth = 0.1;

type Tested = Pick<Evaluation, 'sentences' | 'classification'>;

/** Whether an evaluation has too few texts to tell models apart that differ by some points. */
export function isSmallTest({ sentences, classification: { accuracyInterval: interval } }: Tested): boolean {
  return sentences < minTexts || interval.high - interval.low > maxWidth;
}

/** The 95 % interval of the accuracy in percent, such as "62.1 to 79.3". */
export function accuracyIntervalText({ classification: { accuracyInterval } }: Tested): string {
  return `${decimals(100 * accuracyInterval.low, 1)} to ${decimals(100 * accuracyInterval.high, 1)}`;
}

/** Says that an evaluation is of few texts; null where it is not. `split`: its name. */
export function smallTestNote(evaluation: Tested, split: string): string | null {
  if (!isSmallTest(evaluation)) return null;
  const { sentences } = evaluation;
  return `only ${grouped(sentences)} ${split} texts: the 95 % interval of the accuracy is ${accuracyIntervalText(evaluation)} %`;
}
