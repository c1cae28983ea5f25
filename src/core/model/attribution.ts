import { emitBackwardToMasked, maskedGradient, output } from './backward.ts';
import type { ProgramBuilder } from './builder.ts';
import { emitForward } from './forward.ts';
import type { ModelShape } from './modelShape.ts';
import type { Regularizers } from './regularizers.ts';
import { nothingTrained, trainedPart } from './trainedPart.ts';

const noRegularizers: Regularizers = {
  importance: 0,
  interaction: null,
  importanceSite: 'embedding',
  information: false,
};

/**
 * Emits the forward pass of an evaluation from share[i]·x1[i], and what a combination of the logits changes by in each share: with
 * `direction` [sentences, C], slope[i] = d (direction · logits) / d share[i] [rows], the gradient by x1's scaled row times x1's row.
 */
export function emitAttribution(builder: ProgramBuilder, shape: ModelShape): void {
  emitForward(builder, shape, { training: false, firstRows: true, shared: true });
  const direction = builder.input('direction', 'f32', 'sentences', shape.classes);
  const part = shape.pretrained ? nothingTrained : trainedPart(shape);
  emitBackwardToMasked(builder, { ...shape, dropout: 0 }, noRegularizers, part, direction);
  builder.emit({
    op: 'maskRowsBackward',
    dOut: maskedGradient,
    x: 'masked',
    keep: 'share',
    dX: output, // not asked for: added to what nobody reads any more
    dKeep: { buffer: builder.value('slope', 'rows'), add: false },
  });
}
