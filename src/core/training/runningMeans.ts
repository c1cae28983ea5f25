import { lossNames, type Losses } from '../model/losses.ts';

/** Means over the sentences of several steps. */
export interface TrainingMeans {
  /** Each step is weighted by its number of sentences. */
  readonly losses: Losses;
  readonly trainAccuracy: number;
}

/** Losses that every step has. */
const always = lossNames.length - 1;

/**
 * Computes the means from sums, kept in one array so that a checkpoint can store it: four losses, correct predictions, sentences and, where
 * steps compute it, the similarity loss.
 */
export class RunningMeans {
  static readonly length = always + 3;
  /** In checkpoints of earlier versions, which have no similarity loss. */
  static readonly earlierLength = always + 2;
  readonly sums = new Float64Array(RunningMeans.length);

  constructor(sums: ArrayLike<number> = []) {
    this.sums.set(sums);
  }

  /** Adds a step: its losses (means over its sentences), its correct predictions and its sentences. */
  add(losses: Float32Array, correct: number, sentences: number): void {
    const own = Array.from(losses, (loss) => loss * sentences);
    [...own.slice(0, always), correct, sentences, ...own.slice(always)].forEach((value, i) => {
      this.sums[i]! += value;
    });
  }

  /** `similarity` is 0 where no step computed it. */
  means(): TrainingMeans {
    const sentences = this.sums[always + 1]!;
    const means = Array.from(this.sums, (sum) => sum / sentences);
    return {
      losses: namedLosses([...means.slice(0, always), means[always + 2]!]),
      trainAccuracy: means[always]!,
    };
  }
}

/** The values of the buffer `losses`, by name. */
export function namedLosses(values: ArrayLike<number>): Losses {
  const [crossEntropy, importance, interaction, information, similarity] = Array.from(values) as [
    ...[number, number, number, number],
    number?,
  ];
  return { crossEntropy, importance, interaction, information, ...(similarity !== undefined && { similarity }) };
}
