import type { ProgramBuilder } from './builder.ts';
import { content } from './content.ts';
import type { ModelShape } from './modelShape.ts';
import { importanceBlocks, type Regularizers } from './regularizers.ts';

/** [rows]: gradient by the keep mask. */
export const keepGradient = 'grad.keep';

/** [rows]: L_imp per row, on the masked embeddings or on the neurons of a block. */
export const importancePart = (layer: number | null) =>
  layer === null ? 'loss.importance' : `layers.${layer}.loss.importance`;

type Form = Pick<Regularizers, 'importanceForm'>;

/** L_imp on the masked embeddings x1; `dX` is added to. */
export function emitImportanceLoss(
  builder: ProgramBuilder,
  shape: ModelShape,
  form: Form,
  gradient?: { readonly weight: number; readonly dX: string },
): void {
  const factors = shape.pretrained ? [{ keep: content, out: 'masked.content' }] : [];
  const loss = importancePart(null);
  emitLoss(builder, form, { x: 'masked', width: shape.width, factors, loss }, gradient);
}

/**
 * L_imp on the activations r_i·h_i of a chosen block (ours; the norms divided by √feedForward, the mean over the chosen blocks), after the
 * gradient `dHidden` by h [rows, feedForward] has been computed, which is added to; without it only the loss. Call it for the last block first.
 */
export function emitFeedForwardImportance(
  builder: ProgramBuilder,
  shape: ModelShape,
  layer: number,
  regularizers: Regularizers,
  dHidden?: string,
): void {
  const blocks = importanceBlocks(shape, regularizers);
  const dKeep = { buffer: keepGradient, add: layer < blocks.at(-1)! };
  const factors = [
    ...(shape.maskHidden === null ? [] : [{ keep: 'keep', out: 'maskedHidden', dKeep }]),
    ...(shape.pretrained ? [{ keep: content, out: 'contentHidden' }] : []),
  ];
  const loss = importancePart(layer);
  const weight = regularizers.importance / blocks.length;
  const gradient = weight !== 0 && dHidden !== undefined && { weight, dX: dHidden };
  const rows = { x: `layers.${layer}.hidden`, width: shape.feedForward, factors, loss };
  emitLoss(builder, regularizers, rows, gradient || undefined);
}

/** A factor of every row: the mask, or 0 for special tokens, which neither have nor cause a loss then. */
interface Factor {
  readonly keep: string; // [rows]
  /** Buffer of the product, [rows, width]. */
  readonly out: string;
  /** Where the gradient by the factor is asked for; of the first factor only. */
  readonly dKeep?: { readonly buffer: string; readonly add: boolean };
}

interface LossOf {
  readonly x: string;
  readonly width: number;
  /** What the rows of x are multiplied by before the loss, one after another. */
  readonly factors: readonly Factor[];
  readonly loss: string;
}

/** L_imp of rows and, where asked for, its gradient by x, which `dX` is added to. */
function emitLoss(
  builder: ProgramBuilder,
  { importanceForm }: Form,
  { x, width, factors, loss }: LossOf,
  gradient?: { readonly weight: number; readonly dX: string },
): void {
  let scaled = x;
  for (const { keep, out } of factors) {
    builder.emit({ op: 'maskRows', x: scaled, keep, out: builder.value(out, 'rows', width) });
    scaled = out;
  }
  const products = gradient ? factors.map(({ out }) => builder.value(`grad.${out}`, 'rows', width)) : [];
  const dX = gradient && { buffer: products.at(-1) ?? gradient.dX, add: products.length === 0 };
  builder.emit({
    op: 'importanceLoss',
    x: scaled,
    starts: 'starts',
    scale: 1 / Math.sqrt(width),
    ...(importanceForm === 'cosine' && { cosine: true }),
    loss: builder.value(loss, 'rows'),
    ...(gradient && dX && { gradient: { weight: gradient.weight, dX } }),
  });
  const [first] = factors;
  if (!gradient || !first) return;
  for (let i = factors.length - 1; i > 0; i--) {
    builder.emit({ op: 'maskRows', x: products[i]!, keep: factors[i]!.keep, out: products[i - 1]! });
  }
  const { keep, dKeep = { buffer: 'grad.content', add: false } } = first;
  builder.value(dKeep.buffer, 'rows');
  builder.emit({ op: 'maskRowsBackward', dOut: products[0]!, x, keep, dX: gradient.dX, dKeep });
}
