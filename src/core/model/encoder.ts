/** Where encoders of the BERT family differ from the paper's model: embedding, activation and pooler, forward and backward. */
import type { GeluForm } from '../../engine/operations/gelu.ts';
import { emitBatchTopK } from './batchTopK.ts';
import type { ProgramBuilder } from './builder.ts';
import { emitLinear, emitLinearBackward } from './linearLayer.ts';
import { thresholdOf } from './parameters.ts';
import type { ModelShape, PretrainedShape } from './modelShape.ts';
import { sites } from './randomSites.ts';
import type { BlockSite, RowSite } from './rowSite.ts';
import { gradientOf, type TrainedPart } from './trainedPart.ts';

/** The norm of the sum of word, position and segment embeddings (Devlin et al. 2019, figure 2), then dropout. */
export function emitEmbeddingNorm(
  builder: ProgramBuilder,
  width: number,
  { segments, epsilon }: PretrainedShape,
  { rows, position, segment, own }: RowSite,
  x: string,
  dropout: number,
  out: string,
): void {
  builder.emit({
    op: 'embeddingNorm',
    rows,
    x,
    positions: 'positions.weight',
    position,
    ...(segments > 0 && { segments: { table: 'segments.weight', segment } }),
    gamma: 'embeddingNorm.weight',
    beta: 'embeddingNorm.bias',
    epsilon,
    dropout,
    site: sites.positions,
    normalized: builder.value(own('embeddingNorm.normalized'), rows, width),
    inverseDeviation: builder.value(own('embeddingNorm.inverseDeviation'), rows),
    out,
  });
}

/** Overwrites dOut. */
export function emitEmbeddingNormBackward(
  builder: ProgramBuilder,
  dropout: number,
  { segments }: PretrainedShape,
  { isTrained }: TrainedPart,
  dOut: string,
  dX: string,
): void {
  const gradients = {
    dGamma: gradientOf('embeddingNorm.weight'),
    dBeta: gradientOf('embeddingNorm.bias'),
    dPositions: { position: 'position', table: gradientOf('positions.weight') },
    ...(segments > 0 && { dSegments: { segment: 'segment', table: gradientOf('segments.weight') } }),
  };
  builder.emit({
    op: 'embeddingNormBackward',
    dOut,
    gamma: 'embeddingNorm.weight',
    dropout,
    site: sites.positions,
    normalized: 'embeddingNorm.normalized',
    inverseDeviation: 'embeddingNorm.inverseDeviation',
    dX,
    ...(isTrained('embeddingNorm.weight') && gradients),
  });
}

/** The form of GELU that the neurons have; null: ReLU. */
function geluForm({ pretrained }: ModelShape): GeluForm | null {
  if (!pretrained || pretrained.activation === 'relu') return null;
  return pretrained.activation === 'gelu' ? 'erf' : 'tanh';
}

const preactivation = (layer: number) => `layers.${layer}.preactivation`;

/**
 * The activations `hidden` of a block's neurons from its rows x. With `activeNeurons`, BatchTopK keeps the largest ones of a training batch; in a
 * prediction those that reach the mean threshold, so that a text's prediction does not depend on the others of its batch.
 */
export function emitNeurons(
  builder: ProgramBuilder,
  shape: ModelShape,
  layer: number,
  { rows, own }: BlockSite,
  x: string,
  hidden: string,
  training: boolean,
): void {
  const linear = `layers.${layer}.ff.linear1`;
  const form = geluForm(shape);
  if (form === null) {
    emitLinear(builder, rows, x, linear, hidden, 'relu');
  } else {
    const y = builder.value(own(preactivation(layer)), rows, shape.feedForward);
    emitLinear(builder, rows, x, linear, y);
    builder.emit({ op: 'gelu', rows, x: y, form, out: hidden });
  }
  const perRow = shape.activeNeurons;
  if (perRow === undefined) return;
  const mean = thresholdOf(layer);
  if (!training) return builder.emit({ op: 'zeroBelow', rows, x: hidden, threshold: mean });
  const threshold = builder.value(`layers.${layer}.batchThreshold`, 1);
  emitBatchTopK(builder, { rows, x: hidden, perRow, threshold, mean });
}

/** Overwrites dHidden; dX is added to. */
export function emitNeuronsBackward(
  builder: ProgramBuilder,
  shape: ModelShape,
  part: TrainedPart,
  layer: number,
  { rows, own }: BlockSite,
  buffers: { readonly x: string; readonly hidden: string; readonly dHidden: string; readonly dX: string },
): void {
  const { x, hidden, dHidden, dX } = buffers;
  const linear = { rows, x, name: `layers.${layer}.ff.linear1`, dY: dHidden } as const;
  const added = { buffer: dX, add: true };
  const form = geluForm(shape);
  const y = form === null ? hidden : own(preactivation(layer));
  if (form !== null) builder.emit({ op: 'geluBackward', rows, x: y, form, dOut: dHidden });
  // The gradient flows through the neurons that fire, and with GELU through all, unless BatchTopK chose some.
  const passesAll = form !== null && shape.activeNeurons === undefined;
  emitLinearBackward(builder, part, passesAll ? { ...linear, y } : { ...linear, y: hidden, activation: 'relu' }, added);
}

/** The first row of every sentence: x [rows, width] → out [sentences, width]. */
export function emitFirstRows(builder: ProgramBuilder, width: number, x: string, out: string): void {
  builder.value(out, 'sentences', width);
  builder.emit({ op: 'firstToken', x, starts: 'starts', out });
}

/** Emits the rows dX [rows, width] of the gradients dOut [sentences, width] of first rows: 0 but there. */
export function emitFirstRowsBackward(builder: ProgramBuilder, dOut: string, dX: string): void {
  builder.emit({ op: 'firstTokenBackward', dOut, starts: 'starts', dX });
}

/** Dropout in the head of a pretrained encoder: of the pooler's input or of the classifier's. */
type HeadSite = 'poolerInput' | 'pooled';

const hasHeadDropout = ({ pretrained, dropout }: ModelShape, site: HeadSite) =>
  dropout > 0 && !!(site === 'pooled' ? pretrained : pretrained?.poolerDropout);

/** Buffer of the pooler's or the classifier's input in a training step: x, or what dropout makes of it. */
export const headInput = (shape: ModelShape, site: HeadSite, x: string) =>
  hasHeadDropout(shape, site) ? `${x}.dropped` : x;

/** Applies the dropout of a site to x [sentences, width], a value or its gradient, where there is one. Returns the buffer of the result. */
export function emitHeadDropout(
  builder: ProgramBuilder,
  shape: ModelShape,
  site: HeadSite,
  x: string,
  out = headInput(shape, site, x),
): string {
  if (out === x) return x;
  builder.value(out, 'sentences', shape.width);
  builder.emit({ op: 'dropout', rows: 'sentences', x, rate: shape.dropout, site: sites[site], out });
  return out;
}
