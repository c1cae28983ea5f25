import { isEstimated } from './parameters.ts';
import type { ModelShape } from './modelShape.ts';

/** What is trained: everything, or so many of the last blocks and the head (pooler and classifier). The mask is trained in any case. */
export type Trainable = 'all' | number;

/** The part of a model that is trained, and how far the backward pass has to go for it. */
export interface TrainedPart {
  readonly isTrained: (parameter: string) => boolean;
  /** The first block that has a backward pass. */
  readonly firstBlock: number;
  /** Whether the backward pass goes on to the masked embeddings: the embedding or the mask is trained. */
  readonly reachesEmbedding: boolean;
}

export function trainedPart(shape: ModelShape, trainable: Trainable = 'all'): TrainedPart {
  if (trainable === 'all') return { isTrained: (name) => !isEstimated(name), firstBlock: 0, reachesEmbedding: true };
  const firstTrained = shape.layers - trainable;
  const reachesEmbedding = shape.maskHidden !== null;
  return {
    isTrained: (parameter) => isNew(parameter) || blockOf(parameter) >= firstTrained,
    firstBlock: reachesEmbedding ? 0 : firstTrained,
    reachesEmbedding,
  };
}

/** Only gradients by activations, down to the masked embeddings. */
export const nothingTrained: TrainedPart = { isTrained: () => false, firstBlock: 0, reachesEmbedding: true };

/** Whether a parameter belongs to the mask or to the head, which a pretrained encoder usually has not. */
export const isNew = (parameter: string) => /^(vmask|pooler|fc)\./.test(parameter);

/** The block of a parameter; −1 for the embedding's. */
const blockOf = (parameter: string) => Number(/^layers\.(\d+)\./.exec(parameter)?.[1] ?? -1);

/** Gradient buffer of a parameter; the embedding's holds rows of the batch's types only, see `embeddingGradient`. */
export const gradientOf = (parameter: string) => `grad.${parameter}`;
