import type { Activation, LinearBackward } from '../../engine/operations.ts';
import type { ProgramBuilder } from './builder.ts';
import { attentionInputs, blockInput, gumbelTemperature, sites } from './forward.ts';
import { emitFeedForwardImportance, emitImportanceLoss, keepGradient } from './importance.ts';
import type { ImportanceSite } from '../experiment/objective.ts';
import { interactionPart } from './losses.ts';
import { parameterSpecs } from './parameters.ts';
import type { ModelShape } from './modelShape.ts';

/** Weights of the regularizers (docs/measures.md). The weight of the information loss changes per epoch, so it is in `Scalars`. */
export interface Regularizers {
  readonly importance: number;
  /** null: the interaction term is not computed in a training step; 0: only its value is. */
  readonly interaction: number | null;
  readonly importanceSite: ImportanceSite;
  /** Whether the information loss contributes to the gradient. */
  readonly information: boolean;
}

/** Name of the gradient buffer of a parameter. That of the embedding has rows for the types of the batch only: `embeddingGradient`. */
export const gradientOf = (parameter: string) => `grad.${parameter}`;

/** [types, D]: gradient of the scaled embedding. The gradient of the table is √D times that, in the rows of the batch's types. */
export const embeddingGradient = 'grad.types.embedded';

/** [rows, D]: gradient of the masked embeddings. */
export const maskedGradient = 'grad.masked';

/** Gradients along the residual stream; all blocks reuse these buffers. `output` can be overwritten once `maskedGradient` is computed. */
export const output = 'grad.output';
const middle = 'grad.middle';
const branch = 'grad.branch';

/** Emits the gradients of the total loss, from `grad.logits` to every parameter, and the regularization losses. */
export function emitBackward(builder: ProgramBuilder, shape: ModelShape, regularizers: Regularizers): void {
  emitBackwardToMasked(builder, shape, regularizers, 'grad.logits');
  emitEmbeddingBackward(builder, shape, regularizers);
  if (shape.maskHidden !== null) emitMaskBackward(builder, shape.maskHidden, regularizers);
}

/** Emits the gradients from `dLogits` [sentences, C] to `maskedGradient`, without the importance loss on the embeddings. */
export function emitBackwardToMasked(
  builder: ProgramBuilder,
  shape: ModelShape,
  regularizers: Regularizers,
  dLogits: string,
): void {
  for (const name of [output, middle, branch]) builder.value(name, 'rows', shape.width);
  for (const spec of parameterSpecs(shape).slice(1)) builder.value(gradientOf(spec.name), ...spec.shape);
  emitClassifierBackward(builder, shape, dLogits);
  for (let layer = shape.layers - 1; layer >= 0; layer--) emitBlockBackward(builder, shape, layer, regularizers);
  builder.emit({
    op: 'dropout',
    rows: 'rows',
    x: output,
    rate: shape.dropout,
    site: sites.positions,
    out: builder.value(maskedGradient, 'rows', shape.width),
  });
}

function emitClassifierBackward(builder: ProgramBuilder, shape: ModelShape, dLogits: string): void {
  const dPooled = builder.value('grad.pooled', 'sentences', shape.width);
  builder.emit(linearBackward('sentences', 'pooled', 'fc', 'logits', dLogits, { buffer: dPooled, add: false }), {
    op: 'meanPoolBackward',
    dOut: dPooled,
    starts: 'starts',
    dX: output,
  });
}

function emitBlockBackward(
  builder: ProgramBuilder,
  shape: ModelShape,
  layer: number,
  regularizers: Regularizers,
): void {
  const { dropout, width, heads } = shape;
  const name = `layers.${layer}`;
  const dHidden = builder.value('grad.hidden', 'rows', shape.feedForward);
  const dContext = builder.value('grad.context', 'rows', width);
  const dQkv = builder.value('grad.qkv', 'rows', 3 * width);
  const norm = (of: string, dY: string, dX: string, site: number) =>
    builder.emit({
      op: 'residualNormBackward',
      dY,
      gamma: `${of}.weight`,
      dropout,
      site,
      normalized: `${of}.normalized`,
      inverseDeviation: `${of}.inverseDeviation`,
      dGamma: gradientOf(`${of}.weight`),
      dBeta: gradientOf(`${of}.bias`),
      dX,
      dBranch: branch,
    });

  norm(`${name}.norm2`, output, middle, sites.feedForward(layer));
  builder.emit(
    linearBackward('rows', `${name}.hidden`, `${name}.ff.linear2`, `${name}.fed`, branch, {
      buffer: dHidden,
      add: false,
    }),
  );
  if (regularizers.importanceSite === 'ffn')
    emitFeedForwardImportance(builder, shape, layer, regularizers.importance, dHidden);
  builder.emit(
    linearBackward(
      'rows',
      `${name}.middle`,
      `${name}.ff.linear1`,
      `${name}.hidden`,
      dHidden,
      { buffer: middle, add: true },
      'relu',
    ),
  );
  norm(`${name}.norm1`, middle, output, sites.attention(layer));
  const interaction = regularizers.interaction !== null && {
    weight: regularizers.interaction / shape.layers,
    loss: builder.value(interactionPart(layer), 'sentences', heads),
  };
  builder.emit(
    linearBackward('rows', `${name}.context`, `${name}.attention.out`, `${name}.attended`, branch, {
      buffer: dContext,
      add: false,
    }),
    {
      op: 'attentionBackward',
      ...attentionInputs(shape, layer),
      dOut: dContext,
      ...(interaction && { interaction }),
      dQkv,
    },
    linearBackward('rows', blockInput(layer), `${name}.attention.qkv`, `${name}.qkv`, dQkv, {
      buffer: output,
      add: true,
    }),
  );
}

function emitEmbeddingBackward(builder: ProgramBuilder, shape: ModelShape, regularizers: Regularizers): void {
  const { importance, importanceSite } = regularizers;
  const dKeep = { buffer: keepGradient, add: importanceSite === 'ffn' && importance !== 0 };
  if (shape.maskHidden !== null) builder.value(keepGradient, 'rows');
  if (importanceSite === 'embedding') {
    emitImportanceLoss(builder, shape, importance === 0 ? undefined : { weight: importance, dX: maskedGradient });
  }
  builder.emit({
    op: 'maskedEmbeddingBackward',
    dOut: maskedGradient,
    x: 'types.embedded',
    typeOf: 'typeOf',
    occurrenceStarts: 'occurrenceStarts',
    occurrences: 'occurrences',
    ...(shape.maskHidden === null ? {} : { mask: { keep: 'keep', dKeep } }),
    dX: builder.value(embeddingGradient, 'types', shape.width),
  });
}

function emitMaskBackward(builder: ProgramBuilder, maskHidden: number, { information }: Regularizers): void {
  const dLogits = builder.value('grad.mask.logits', 'types', 2);
  const dHidden = builder.value('grad.mask.hidden', 'types', maskHidden);
  builder.emit(
    {
      op: 'sampleKeepBackward',
      dKeep: keepGradient,
      soft: 'mask.soft',
      temperature: gumbelTemperature,
      occurrenceStarts: 'occurrenceStarts',
      occurrences: 'occurrences',
      dLogits,
    },
    informationLoss(builder, information ? dLogits : undefined),
    linearBackward('types', 'mask.hidden', 'vmask.hidden2p', 'mask.logits', dLogits, { buffer: dHidden, add: false }),
    linearBackward(
      'types',
      'types.embedded',
      'vmask.linear_layer',
      'mask.hidden',
      dHidden,
      { buffer: embeddingGradient, add: true },
      'tanh',
    ),
  );
}

export function informationLoss(builder: ProgramBuilder, dLogits?: string) {
  return {
    op: 'informationLoss',
    logits: 'mask.logits',
    typeOf: 'typeOf',
    occurrenceStarts: 'occurrenceStarts',
    loss: builder.value('loss.information', 'rows'),
    ...(dLogits ? { dLogits } : {}),
  } as const;
}

function linearBackward(
  rows: LinearBackward['rows'],
  x: string,
  layer: string,
  y: string,
  dY: string,
  dX: { buffer: string; add: boolean },
  activation: Activation = 'none',
): LinearBackward {
  return {
    op: 'linearBackward',
    rows,
    x,
    weight: `${layer}.weight`,
    activation,
    y,
    dY,
    dWeight: gradientOf(`${layer}.weight`),
    dBias: gradientOf(`${layer}.bias`),
    dX,
  };
}
