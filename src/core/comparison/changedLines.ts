import type { Predictions as StoredPredictions } from '../evaluation/evaluation.ts';

type Predictions = Pick<StoredPredictions, 'labels' | 'predicted' | 'probabilities'>;

/** A class number and the probability that a model gives it. */
export interface Prediction {
  readonly predicted: number;
  readonly probability: number;
}

/** A text of the test split that two models predict to be of different classes. */
export interface ChangedLine {
  /** Its number in the split. */
  readonly index: number;
  /** Its true class. */
  readonly label: number;
  readonly from: Prediction;
  readonly to: Prediction;
  /** Wrong before and right after; the other way round; wrong both times. */
  readonly change: 'mended' | 'broken' | 'wrong';
}

/** The most confident changes first: by the less sure of the two predictions, falling; equal ones in the order of the split. */
export function changedLines(from: Predictions, to: Predictions): ChangedLine[] {
  const lines = from.labels.flatMap((label, index): ChangedLine[] => {
    const [before, after] = [predictionOf(from, index), predictionOf(to, index)];
    if (before.predicted === after.predicted) return [];
    const change = after.predicted === label ? 'mended' : before.predicted === label ? 'broken' : 'wrong';
    return [{ index, label, from: before, to: after, change }];
  });
  return lines.sort((a, b) => sureness(b) - sureness(a) || a.index - b.index);
}

function predictionOf({ predicted, probabilities }: Predictions, index: number): Prediction {
  return { predicted: predicted[index]!, probability: probabilities[index]! };
}

function sureness({ from, to }: ChangedLine): number {
  return Math.min(from.probability, to.probability);
}
