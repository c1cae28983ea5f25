import { lossNames, type LossName } from '../model/safrProgram.ts';

/** Means over the sentences of several steps. */
export interface TrainingMeans {
  /** Unweighted; a step's loss counts once a sentence. */
  readonly losses: Readonly<Record<LossName, number>>;
  readonly trainAccuracy: number;
}

/** Float64 sums behind the means, in one array that a checkpoint can hold: four losses, right predictions, sentences. */
export class RunningMeans {
  static readonly length = lossNames.length + 2;
  readonly sums: Float64Array<ArrayBuffer>;

  constructor(sums = new Float64Array(RunningMeans.length)) {
    this.sums = sums;
  }

  /** Adds a step's losses (each a mean over its sentences), right predictions and sentences. */
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

/** The values of buffer `losses` by name. */
export function namedLosses(values: ArrayLike<number>): Record<LossName, number> {
  const [crossEntropy, importance, interaction, information] = Array.from(values) as [number, number, number, number];
  return { crossEntropy, importance, interaction, information };
}
