import { lossNames, type Losses } from '../model/losses.ts';

/** Means over the sentences of several steps. */
export interface TrainingMeans {
  /** Each step is weighted by its number of sentences. */
  readonly losses: Losses;
  readonly trainAccuracy: number;
}

/** Computes the means from sums, kept in one array so that a checkpoint can store it: four losses, correct predictions, sentences. */
export class RunningMeans {
  static readonly length = lossNames.length + 2;
  readonly sums: Float64Array<ArrayBuffer>;

  constructor(sums = new Float64Array(RunningMeans.length)) {
    this.sums = sums;
  }

  /** Adds a step: its losses (means over its sentences), its correct predictions and its sentences. */
  add(losses: Float32Array, correct: number, sentences: number): void {
    [...Array.from(losses, (loss) => loss * sentences), correct, sentences].forEach((value, i) => {
      this.sums[i]! += value;
    });
  }

  means(): TrainingMeans {
    const sentences = this.sums.at(-1)!;
    const mean = (i: number) => this.sums[i]! / sentences;
    return { losses: namedLosses(lossNames.map((_, i) => mean(i))), trainAccuracy: mean(lossNames.length) };
  }
}

/** The values of the buffer `losses`, by name. */
export function namedLosses(values: ArrayLike<number>): Losses {
  const [crossEntropy, importance, interaction, information] = Array.from(values) as [number, number, number, number];
  return { crossEntropy, importance, interaction, information };
}
