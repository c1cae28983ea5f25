/** Where encoders of the BERT family differ from the paper's model: embedding, activation and pooler, forward and backward. */
import type { GeluForm } from '../../engine/operations/gelu.ts';
import type { ProgramBuilder } from './builder.ts';
import { emitLinear, emitLinearBackward } from './linearLayer.ts';
import type { ModelShape, PretrainedShape } from './modelShape.ts';
import { sites } from './randomSites.ts';
import type { RowSite } from './rowSite.ts';
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

/** The activations `hidden` of a block's neurons from its rows x. */
export function emitNeurons(
  builder: ProgramBuilder,
  shape: ModelShape,
  layer: number,
  x: string,
  hidden: string,
): void {
  const linear = `layers.${layer}.ff.linear1`;
  const form = geluForm(shape);
  if (form === null) {
    emitLinear(builder, 'rows', x, linear, hidden, 'relu');
    return;
  }
  const y = builder.value(preactivation(layer), 'rows', shape.feedForward);
  emitLinear(builder, 'rows', x, linear, y);
  builder.emit({ op: 'gelu', rows: 'rows', x: y, form, out: hidden });
}

/** Overwrites dHidden; dX is added to. */
export function emitNeuronsBackward(
  builder: ProgramBuilder,
  shape: ModelShape,
  part: TrainedPart,
  layer: number,
  buffers: { readonly x: string; readonly hidden: string; readonly dHidden: string; readonly dX: string },
): void {
  const { x, hidden, dHidden, dX } = buffers;
  const linear = { rows: 'rows', x, name: `layers.${layer}.ff.linear1`, dY: dHidden } as const;
  const added = { buffer: dX, add: true };
  const form = geluForm(shape);
  if (form === null) {
    emitLinearBackward(builder, part, { ...linear, y: hidden, activation: 'relu' }, added);
    return;
  }
  const y = preactivation(layer);
  builder.emit({ op: 'geluBackward', rows: 'rows', x: y, form, dOut: dHidden });
  emitLinearBackward(builder, part, { ...linear, y }, added);
}

const firstTokens = 'pooled.first';

/** The pooler: a linear layer and its activation on the vector of the first token. */
export function emitPooler(
  builder: ProgramBuilder,
  width: number,
  { head }: PretrainedShape,
  x: string,
  pooled: string,
): void {
  const out = builder.value(firstTokens, 'sentences', width);
  builder.emit({ op: 'firstToken', x, starts: 'starts', out });
  emitLinear(builder, 'sentences', out, 'pooler', pooled, head);
}

/** From dPooled, which is overwritten, to the gradient of the last block's output, where `dX` names a buffer for it. */
export function emitPoolerBackward(
  builder: ProgramBuilder,
  width: number,
  { head: activation }: PretrainedShape,
  part: TrainedPart,
  dPooled: string,
  dX: string | null,
): void {
  const layer = { rows: 'sentences', x: firstTokens, name: 'pooler', y: 'pooled', dY: dPooled, activation } as const;
  if (dX === null) {
    emitLinearBackward(builder, part, layer);
    return;
  }
  const dOut = builder.value('grad.pooled.first', 'sentences', width);
  emitLinearBackward(builder, part, layer, { buffer: dOut, add: false });
  builder.emit({ op: 'firstTokenBackward', dOut, starts: 'starts', dX });
}

/** Buffer of the classifier's input in a training step: the pooled vectors, in pretrained encoders after dropout. */
export const pooledInput = ({ pretrained, dropout }: ModelShape) =>
  pretrained && dropout > 0 ? 'pooled.dropped' : 'pooled';

/** Applies the dropout of the pooled vectors, or of their gradient, where there is one. Returns the buffer of the result. */
export function emitPooledDropout(
  builder: ProgramBuilder,
  shape: ModelShape,
  of: 'pooled' | 'grad.pooled' = 'pooled',
): string {
  if (pooledInput(shape) === 'pooled') return of;
  const out = builder.value(`${of}.dropped`, 'sentences', shape.width);
  builder.emit({ op: 'dropout', rows: 'sentences', x: of, rate: shape.dropout, site: sites.pooled, out });
  return out;
}
