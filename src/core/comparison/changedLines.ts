import type { Predictions as StoredPredictions } from '../evaluation/evaluation.ts';

type Predictions = Pick<StoredPredictions, 'labels' | 'predicted' | 'probabilities'>;

/** The index of a predicted class and its probability. */
export interface Prediction {
  readonly predicted: number;
  readonly probability: number;
}

/** A text of the test split for which two models predict different classes. */
export interface ChangedLine {
  /** Its index in the split. */
  readonly index: number;
  /** Its true class. */
  readonly label: number;
  readonly from: Prediction;
  readonly to: Prediction;
  /** `fixed`: wrong before, correct after; `broken`: correct before, wrong after; `wrong`: wrong before and after. */
  readonly change: 'fixed' | 'broken' | 'wrong';
}

/** The most confident changes first: sorted by the smaller of the two probabilities, equal ones in the order of the split. */
export function changedLines(from: Predictions, to: Predictions): ChangedLine[] {
  const lines = from.labels.flatMap((label, index): ChangedLine[] => {
    const [before, after] = [predictionOf(from, index), predictionOf(to, index)];
    if (before.predicted === after.predicted) return [];
    const change = after.predicted === label ? 'fixed' : before.predicted === label ? 'broken' : 'wrong';
    return [{ index, label, from: before, to: after, change }];
  });
  return lines.sort((a, b) => confidence(b) - confidence(a) || a.index - b.index);
}

function predictionOf({ predicted, probabilities }: Predictions, index: number): Prediction {
  return { predicted: predicted[index]!, probability: probabilities[index]! };
}

function confidence({ from, to }: ChangedLine): number {
  return Math.min(from.probability, to.probability);
}
