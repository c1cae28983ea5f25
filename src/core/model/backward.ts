import type { ProgramBuilder } from './builder.ts';
import { contentInput } from './content.ts';
import {
  emitEmbeddingNormBackward,
  emitFirstRowsBackward,
  emitHeadDropout,
  emitNeuronsBackward,
  headInput,
} from './encoder.ts';
import { attentionInputs, blockInput, blockSite, gumbelTemperature } from './forward.ts';
import { emitFeedForwardImportance, emitImportanceLoss, keepGradient } from './importance.ts';
import { importanceBlocks, interactionBlocks, readsFirstRows, type Regularizers } from './regularizers.ts';
import { emitLinearBackward } from './linearLayer.ts';
import { emitSimilarityLoss } from './similarity.ts';
import { emitInteractionLoss, interactionPart } from './losses.ts';
import { parameterSpecs } from './parameters.ts';
import type { ModelShape } from './modelShape.ts';
import { sites } from './randomSites.ts';
import { ofFirstRows, type BlockSite } from './rowSite.ts';
import { gradientOf, type TrainedPart } from './trainedPart.ts';

/** [types, D]: gradient of the scaled embedding. The gradient of the table is `embeddingScale` times that, in the rows of the batch's types. */
export const embeddingGradient = 'grad.types.embedded';

/** [rows, D]: gradient of the masked embeddings. */
export const maskedGradient = 'grad.masked';

/** Gradients along the residual stream; all blocks reuse these buffers. `output` can be overwritten once `maskedGradient` is computed. */
export const output = 'grad.output';
const middle = 'grad.middle';
const branch = 'grad.branch';

/** Emits the gradients of the total loss, from `grad.logits` to every parameter that is trained, and the regularization losses. */
export function emitBackward(
  builder: ProgramBuilder,
  shape: ModelShape,
  regularizers: Regularizers,
  part: TrainedPart,
): void {
  emitBackwardToMasked(builder, shape, regularizers, part, 'grad.logits');
  emitEmbeddingBackward(builder, shape, regularizers, part);
  if (shape.maskHidden !== null) emitMaskBackward(builder, shape.maskHidden, regularizers, part);
}

/**
 * Emits the gradients from `dLogits` [sentences, C] to `maskedGradient`, as far as the trained part needs them, without the importance loss
 * on the embeddings.
 */
export function emitBackwardToMasked(
  builder: ProgramBuilder,
  shape: ModelShape,
  regularizers: Regularizers,
  part: TrainedPart,
  dLogits: string,
): void {
  for (const name of [output, middle, branch]) builder.value(name, 'rows', shape.width);
  for (const spec of parameterSpecs(shape).slice(1)) {
    if (part.isTrained(spec.name)) builder.value(gradientOf(spec.name), ...spec.shape);
  }
  emitClassifierBackward(builder, shape, regularizers, part, dLogits);
  for (let layer = shape.layers - 1; layer >= 0; layer--) {
    if (layer >= part.firstBlock) emitBlockBackward(builder, shape, layer, regularizers, part);
    else emitBlockLosses(builder, shape, layer, regularizers);
  }
  if (!part.reachesEmbedding) return;
  const { dropout, pretrained } = shape;
  const dX = builder.value(maskedGradient, 'rows', shape.width);
  if (pretrained) emitEmbeddingNormBackward(builder, dropout, pretrained, part, output, dX);
  else builder.emit({ op: 'dropout', rows: 'rows', x: output, rate: dropout, site: sites.positions, out: dX });
}

function emitClassifierBackward(
  builder: ProgramBuilder,
  shape: ModelShape,
  regularizers: Regularizers,
  part: TrainedPart,
  dLogits: string,
): void {
  const { width, layers, pretrained } = shape;
  const dPooled = builder.value('grad.pooled', 'sentences', width);
  const x = headInput(shape, 'pooled', 'pooled');
  emitLinearBackward(
    builder,
    part,
    { rows: 'sentences', x, name: 'fc', y: 'logits', dY: dLogits },
    { buffer: dPooled, add: false },
  );
  if (!pretrained) {
    builder.emit({ op: 'meanPoolBackward', dOut: dPooled, starts: 'starts', dX: output });
    return;
  }
  const dFirst = emitPoolerBackward(builder, shape, part, dPooled);
  const isExpanded = blockSite(shape, layers - 1, readsFirstRows(shape, regularizers)) !== ofFirstRows;
  if (dFirst !== null && isExpanded) emitFirstRowsBackward(builder, dFirst, output);
}

/** From dPooled to the gradient of the last block's output for first tokens, whose buffer is returned; null: nothing below is trained. */
function emitPoolerBackward(
  builder: ProgramBuilder,
  shape: ModelShape,
  part: TrainedPart,
  dPooled: string,
): string | null {
  const { width, layers } = shape;
  const x = headInput(shape, 'poolerInput', ofFirstRows.own(blockInput(layers)));
  const dY = emitHeadDropout(builder, shape, 'pooled', dPooled);
  const activation = shape.pretrained!.head;
  const layer = { rows: 'sentences', name: 'pooler', x, y: 'pooled', dY, activation } as const;
  if (part.firstBlock === layers) {
    emitLinearBackward(builder, part, layer);
    return null;
  }
  const dFirst = builder.value(ofFirstRows.own(output), 'sentences', width);
  const dX = builder.value(headInput(shape, 'poolerInput', dFirst), 'sentences', width);
  emitLinearBackward(builder, part, layer, { buffer: dX, add: false });
  emitHeadDropout(builder, shape, 'poolerInput', dX, dFirst);
  return dFirst;
}

function emitBlockBackward(
  builder: ProgramBuilder,
  shape: ModelShape,
  layer: number,
  regularizers: Regularizers,
  part: TrainedPart,
): void {
  const { width, heads } = shape;
  const name = `layers.${layer}`;
  const site = blockSite(shape, layer, readsFirstRows(shape, regularizers));
  emitFeedForwardBackward(builder, shape, layer, regularizers, part, site);
  const dContext = builder.value('grad.context', 'rows', width);
  if (site === ofFirstRows) for (const d of [dContext, output]) emitFirstRowsBackward(builder, site.own(d), d);
  const dQkv = builder.value('grad.qkv', 'rows', 3 * width);
  const blocks = interactionBlocks(shape, regularizers);
  const interaction = regularizers.interaction !== null &&
    blocks.includes(layer) && {
      weight: regularizers.interaction / blocks.length,
      loss: builder.value(interactionPart(layer), 'sentences', heads),
      ...contentInput(shape),
    };
  builder.emit({
    op: 'attentionBackward',
    ...attentionInputs(shape, layer),
    dOut: dContext,
    ...(interaction && { interaction }),
    dQkv,
  });
  const isLast = layer === part.firstBlock && !part.reachesEmbedding;
  emitLinearBackward(
    builder,
    part,
    { rows: 'rows', x: blockInput(layer), name: `${name}.attention.qkv`, y: `${name}.qkv`, dY: dQkv },
    isLast ? undefined : { buffer: output, add: true },
  );
}

/** Emits the gradients of what follows the attention of a block, from `output` at the site to `grad.context` and `output` there. */
function emitFeedForwardBackward(
  builder: ProgramBuilder,
  shape: ModelShape,
  layer: number,
  regularizers: Regularizers,
  part: TrainedPart,
  site: BlockSite,
): void {
  const { rows, own } = site;
  const name = `layers.${layer}`;
  const gradient = (buffer: string, width: number) => builder.value(own(buffer), rows, width);
  const [dOutput, dMiddle, dBranch] = [output, middle, branch].map((d) => gradient(d, shape.width));
  const dHidden = gradient('grad.hidden', shape.feedForward);
  const dContext = gradient('grad.context', shape.width);
  const norm = (of: string, dY: string, dX: string, random: number) =>
    builder.emit({
      op: 'residualNormBackward',
      rows,
      dY,
      gamma: `${of}.weight`,
      dropout: shape.dropout,
      site: random,
      normalized: own(`${of}.normalized`),
      inverseDeviation: own(`${of}.inverseDeviation`),
      ...(part.isTrained(`${of}.weight`) && { dGamma: gradientOf(`${of}.weight`), dBeta: gradientOf(`${of}.bias`) }),
      dX,
      dBranch: dBranch!,
    });
  const linear = (module: string, x: string, y: string, dX: string) => {
    const buffers = { x: own(`${name}.${x}`), y: own(`${name}.${y}`), dY: dBranch! };
    emitLinearBackward(builder, part, { rows, name: `${name}.${module}`, ...buffers }, { buffer: dX, add: false });
  };

  norm(`${name}.norm2`, dOutput!, dMiddle!, sites.feedForward(layer));
  linear('ff.linear2', 'hidden', 'fed', dHidden);
  if (importanceBlocks(shape, regularizers).includes(layer))
    emitFeedForwardImportance(builder, shape, layer, regularizers, dHidden);
  if (regularizers.similarity) emitSimilarityLoss(builder, shape, layer, regularizers.similarity, dHidden);
  const neurons = { x: own(`${name}.middle`), hidden: own(`${name}.hidden`), dHidden, dX: dMiddle! };
  emitNeuronsBackward(builder, shape, part, layer, site, neurons);
  norm(`${name}.norm1`, dMiddle!, dOutput!, sites.attention(layer));
  linear('attention.out', 'context', 'attended', dContext);
}

/** The losses of a block below those that are trained. */
function emitBlockLosses(builder: ProgramBuilder, shape: ModelShape, layer: number, regularizers: Regularizers): void {
  if (importanceBlocks(shape, regularizers).includes(layer))
    emitFeedForwardImportance(builder, shape, layer, regularizers);
  if (regularizers.similarity) emitSimilarityLoss(builder, shape, layer, regularizers.similarity);
  if (regularizers.interaction !== null && interactionBlocks(shape, regularizers).includes(layer))
    emitInteractionLoss(builder, shape, layer);
}

function emitEmbeddingBackward(
  builder: ProgramBuilder,
  shape: ModelShape,
  regularizers: Regularizers,
  { reachesEmbedding }: TrainedPart,
): void {
  const { importance, importanceSite } = regularizers;
  const dKeep = { buffer: keepGradient, add: importanceSite === 'ffn' && importance !== 0 };
  if (shape.maskHidden !== null) builder.value(keepGradient, 'rows');
  if (importanceSite === 'embedding') {
    const trained = importance !== 0 && reachesEmbedding;
    const gradient = trained ? { weight: importance, dX: maskedGradient } : undefined;
    emitImportanceLoss(builder, shape, regularizers, gradient);
  }
  if (!reachesEmbedding) return;
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

function emitMaskBackward(
  builder: ProgramBuilder,
  maskHidden: number,
  { information }: Regularizers,
  part: TrainedPart,
): void {
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
  );
  const toLogits = { x: 'mask.hidden', name: 'vmask.hidden2p', y: 'mask.logits', dY: dLogits };
  const toHidden = { x: 'types.embedded', name: 'vmask.linear_layer', y: 'mask.hidden', dY: dHidden } as const;
  const dX = part.isTrained('embedding.weight') ? { buffer: embeddingGradient, add: true } : undefined;
  emitLinearBackward(builder, part, { rows: 'types', ...toLogits }, { buffer: dHidden, add: false });
  emitLinearBackward(builder, part, { rows: 'types', ...toHidden, activation: 'tanh' }, dX);
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
