import type { ImportanceSite } from '../experiment/objective.ts';
import type { ProgramBuilder } from './builder.ts';
import type { ModelShape } from './modelShape.ts';

/** [rows]: gradient by the keep mask. */
export const keepGradient = 'grad.keep';

/** The per-row losses whose mean over rows, and over layers, is L_imp. */
export function importanceParts(shape: ModelShape, site: ImportanceSite): string[] {
  if (site === 'embedding') return ['loss.importance'];
  return Array.from({ length: shape.layers }, (_, layer) => `layers.${layer}.loss.importance`);
}

/** L_imp on the masked embeddings x1; `dX` is added to. */
export function emitImportanceLoss(
  builder: ProgramBuilder,
  shape: ModelShape,
  gradient?: { readonly weight: number; readonly dX: string },
): void {
  const [loss] = importanceParts(shape, 'embedding');
  builder.emit({
    op: 'importanceLoss',
    x: 'masked',
    starts: 'starts',
    scale: 1 / Math.sqrt(shape.width),
    loss: builder.value(loss!, 'rows'),
    ...(gradient && { gradient: { weight: gradient.weight, dX: { buffer: gradient.dX, add: true } } }),
  });
}

/**
 * L_imp on the activations r_i·h_i of a block (ours; the norms divided by √feedForward, the mean over layers), after the gradient
 * `dHidden` by h [rows, feedForward] has been computed, which is added to. Call it for the last block first. Without a weight only the loss.
 */
export function emitFeedForwardImportance(
  builder: ProgramBuilder,
  shape: ModelShape,
  layer: number,
  weight: number,
  dHidden?: string,
): void {
  const hidden = `layers.${layer}.hidden`;
  const x = emitMasked(builder, shape, hidden);
  const dX =
    x === hidden
      ? { buffer: dHidden!, add: true }
      : { buffer: builder.value('grad.maskedHidden', 'rows', shape.feedForward), add: false };
  const trained = weight !== 0 && dHidden !== undefined;
  builder.emit({
    op: 'importanceLoss',
    x,
    starts: 'starts',
    scale: 1 / Math.sqrt(shape.feedForward),
    loss: builder.value(importanceParts(shape, 'ffn')[layer]!, 'rows'),
    ...(trained && { gradient: { weight: weight / shape.layers, dX } }),
  });
  if (!trained || x === hidden) return;
  const dKeep = { buffer: builder.value(keepGradient, 'rows'), add: layer < shape.layers - 1 };
  builder.emit({ op: 'maskRowsBackward', dOut: dX.buffer, x: hidden, keep: 'keep', dX: dHidden, dKeep });
}

/** r_i·h_i; h itself if there is no mask. */
function emitMasked(builder: ProgramBuilder, shape: ModelShape, hidden: string): string {
  if (shape.maskHidden === null) return hidden;
  const out = builder.value('maskedHidden', 'rows', shape.feedForward);
  builder.emit({ op: 'maskRows', x: hidden, keep: 'keep', out });
  return out;
}
