import type { ProgramBuilder } from './builder.ts';
import { contentInput } from './content.ts';
import type { ModelShape } from './modelShape.ts';

/** [sentences]: L_sim of a block. */
export const similarityPart = (layer: number) => `layers.${layer}.loss.similarity`;

/**
 * L_sim on the activations of a block, the mean over all blocks, after the gradient `dHidden` by them [rows, feedForward] has been computed, which is
 * added to; without it only the loss.
 */
export function emitSimilarityLoss(
  builder: ProgramBuilder,
  shape: ModelShape,
  layer: number,
  weight: number,
  dHidden?: string,
): void {
  builder.emit({
    op: 'similarityLoss',
    x: `layers.${layer}.hidden`,
    ...{ typeOf: 'typeOf', occurrenceStarts: 'occurrenceStarts', occurrences: 'occurrences' },
    ...contentInput(shape),
    sums: builder.value('similarity.sums', 'types', shape.feedForward),
    scores: builder.value('similarity.scores', 3, shape.feedForward),
    loss: builder.value(similarityPart(layer), 'sentences'),
    ...(dHidden !== undefined && { gradient: { weight: weight / shape.layers, dX: dHidden } }),
  });
}
