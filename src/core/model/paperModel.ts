import { threefry, uniform } from '../../common/random.ts';
import { makeBatch, type Padding } from './batch.ts';
import type { TrainingObjective } from './safrProgram.ts';
import type { ModelShape } from './modelShape.ts';
import type { Batch } from '../../engine/program.ts';

/** The published SST-2 model: 7,398 words, one block. */
export const paperShape: ModelShape = {
  vocabulary: 7398,
  classes: 2,
  width: 256,
  heads: 8,
  layers: 1,
  feedForward: 1024,
  maskHidden: 1024,
  maxLength: 256,
  dropout: 0.1,
  pretrained: null,
};

export const paperObjective: TrainingObjective = {
  importance: 1,
  importanceSite: 'embedding',
  interaction: 1,
  information: false,
  gradientClip: null,
};

/** A batch of 32 sentences of these lengths; words follow Zipf's law, as in real text. */
export function zipfBatch(lengths: readonly number[], padding: Padding, seed = 1): Batch {
  const sentences = lengths.map((length, b) => ({
    ids: Int32Array.from({ length }, (_, i) => zipfWord(uniform(threefry(seed, b, 0, i)[0]))),
    label: b % 2,
  }));
  return makeBatch(sentences, padding);
}

/** Word of rank r with a probability in proportion to 1/r: the inverse of its distribution at u. */
function zipfWord(u: number): number {
  const words = paperShape.vocabulary - 2;
  return 1 + Math.min(words, Math.floor(Math.exp(u * Math.log(words + 1))));
}
