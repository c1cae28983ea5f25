import type { ProgramBuilder } from './builder.ts';
import { emitEmbeddingNorm, emitNeurons, emitPooledDropout, emitPooler } from './encoder.ts';
import { emitLinear } from './linearLayer.ts';
import type { ModelShape } from './modelShape.ts';
import { sites } from './randomSites.ts';
import { ofPlaces, ofRows, type RowSite } from './rowSite.ts';

/** Options of the forward pass. */
export interface ForwardMode {
  /** With a sampled hard mask and dropout; otherwise with keep probabilities and without dropout. */
  readonly training: boolean;
  /** Compute everything before the first attention once per place (see `Size`). Only without dropout; `keep` and `masked` per row are then missing. */
  readonly places?: boolean;
  /** Remove the pairs of input `cut` from every attention. */
  readonly cut?: boolean;
  /** Multiply every sentence's neurons by inputs `layers.N.scale`. */
  readonly scaled?: boolean;
  /** Multiply the masked embeddings of every row by input `share`: points on the path from zero to the embeddings. Not with `places`. */
  readonly shared?: boolean;
  /** Multiply every sentence's cross-entropy by the input `exampleWeights`. */
  readonly weighted?: boolean;
}

/** Of the layer norms of the paper's model. */
export const layerNormEpsilon = 1e-5;
export const gumbelTemperature = 1;

/** Name of the buffer with the input of a block; for `layer` = `layers`, the output of the last block. */
export const blockInput = (layer: number) => `layers.${layer}.input`;

export const attentionInputs = (shape: ModelShape, layer: number) => ({
  qkv: `layers.${layer}.qkv`,
  heads: shape.heads,
  starts: 'starts',
  keys: 'keys',
});

/** Emits the operations from word ids to `logits`, `probabilities` and the cross-entropy per sentence. */
export function emitForward(builder: ProgramBuilder, shape: ModelShape, mode: ForwardMode): void {
  const site = mode.places ? ofPlaces : ofRows;
  emitMask(builder, shape, mode.training, site);
  emitEmbedding(builder, shape, mode, site);
  emitQkv(builder, shape, 0, site);
  if (mode.places) emitRowsOfPlaces(builder, shape);
  for (let layer = 0; layer < shape.layers; layer++) emitBlock(builder, shape, layer, mode);
  emitClassifier(builder, shape, mode);
}

/** Factor of the rows of the embedding table: √D, as in the released code; 1 in pretrained encoders. */
export const embeddingScale = ({ width, pretrained }: ModelShape) => (pretrained ? 1 : Math.sqrt(width));

/** VMASK: the mask of every row of the site. Its logits depend on the word type only, so they are computed once per type of the batch. */
function emitMask(builder: ProgramBuilder, shape: ModelShape, training: boolean, { rows, typeOf, own }: RowSite): void {
  const embedded = builder.value('types.embedded', 'types', shape.width);
  const scale = embeddingScale(shape);
  builder.emit({ op: 'embed', table: 'embedding.weight', types: 'types', scale, out: embedded });
  if (shape.maskHidden === null) return;
  const hidden = builder.value('mask.hidden', 'types', shape.maskHidden);
  const logits = builder.value('mask.logits', 'types', 2);
  emitLinear(builder, 'types', embedded, 'vmask.linear_layer', hidden, 'tanh');
  emitLinear(builder, 'types', hidden, 'vmask.hidden2p', logits);
  if (shape.pretrained) builder.emit({ op: 'pinLogits', logits, pinned: 'pinned' });
  const keep = builder.value(own('keep'), rows);
  if (!training) {
    builder.emit({ op: 'keepProbability', rows, logits, typeOf, keep });
    return;
  }
  const noise = builder.value('mask.noise', 'rows', 2);
  const soft = builder.value('mask.soft', 'rows');
  builder.emit(
    { op: 'gumbel', site: sites.gumbel, out: noise },
    { op: 'sampleKeep', logits, typeOf, noise, temperature: gumbelTemperature, keep, soft },
  );
}

function emitEmbedding(builder: ProgramBuilder, shape: ModelShape, mode: ForwardMode, site: RowSite): void {
  const { rows, typeOf, position, own } = site;
  const masked = builder.value(own('masked'), rows, shape.width);
  builder.emit({
    op: 'maskedEmbedding',
    rows,
    x: 'types.embedded',
    typeOf,
    ...(shape.maskHidden === null ? {} : { keep: own('keep') }),
    out: masked,
  });
  const x = mode.shared ? emitShared(builder, shape, masked) : masked;
  const dropout = mode.training ? shape.dropout : 0;
  const out = builder.value(own(blockInput(0)), rows, shape.width);
  if (shape.pretrained) emitEmbeddingNorm(builder, shape.width, shape.pretrained, site, x, dropout, out);
  else builder.emit({ op: 'addPositions', rows, x, table: 'positions', position, dropout, site: sites.positions, out });
}

function emitShared(builder: ProgramBuilder, shape: ModelShape, masked: string): string {
  const out = builder.value('masked.shared', 'rows', shape.width);
  builder.emit({ op: 'maskRows', x: masked, keep: builder.input('share', 'f32', 'rows'), out });
  return out;
}

/** Emits the queries, keys and values of a block. */
function emitQkv(builder: ProgramBuilder, { width }: ModelShape, layer: number, { rows, own }: RowSite): void {
  const name = `layers.${layer}`;
  const qkv = builder.value(own(`${name}.qkv`), rows, 3 * width);
  emitLinear(builder, rows, own(blockInput(layer)), `${name}.attention.qkv`, qkv);
}

/** Copies the input and the queries, keys and values of the first block from places to rows. */
function emitRowsOfPlaces(builder: ProgramBuilder, { width }: ModelShape): void {
  const lookUp = (buffer: string, columns: number) => {
    const out = builder.value(buffer, 'rows', columns);
    builder.emit({ op: 'maskedEmbedding', rows: 'rows', x: ofPlaces.own(buffer), typeOf: 'placeOf', out });
  };
  lookUp(blockInput(0), width);
  lookUp('layers.0.qkv', 3 * width);
}

/** Emits one post-norm encoder block. The queries, keys and values of the first block have been emitted before. */
function emitBlock(builder: ProgramBuilder, shape: ModelShape, layer: number, mode: ForwardMode): void {
  const { width } = shape;
  const name = `layers.${layer}`;
  const input = blockInput(layer);
  const middle = builder.value(`${name}.middle`, 'rows', width);
  const context = builder.value(`${name}.context`, 'rows', width);
  const attended = builder.value(`${name}.attended`, 'rows', width);
  const hidden = builder.value(`${name}.hidden`, 'rows', shape.feedForward);
  const fed = builder.value(`${name}.fed`, 'rows', width);

  if (layer > 0) emitQkv(builder, shape, layer, ofRows);
  builder.emit({
    op: 'attention',
    ...attentionInputs(shape, layer),
    ...(mode.cut ? { cut: { pairs: builder.input('cut', 'f32', 'pairs'), pairStarts: 'pairStarts' } } : {}),
    out: context,
  });
  emitLinear(builder, 'rows', context, `${name}.attention.out`, attended);
  const dropout = mode.training ? shape.dropout : 0;
  emitNorm(builder, shape, `${name}.norm1`, input, attended, middle, dropout, sites.attention(layer));
  emitNeurons(builder, shape, layer, middle, hidden);
  const scaled = mode.scaled ? emitScale(builder, shape, hidden, layer) : hidden;
  emitLinear(builder, 'rows', scaled, `${name}.ff.linear2`, fed);
  const output = builder.value(blockInput(layer + 1), 'rows', width);
  emitNorm(builder, shape, `${name}.norm2`, middle, fed, output, dropout, sites.feedForward(layer));
}

/** Name of the input with a factor per neuron of a block; 0 switches the neuron off. */
export const neuronScale = (layer: number) => `layers.${layer}.scale`;

function emitScale(builder: ProgramBuilder, { feedForward }: ModelShape, x: string, layer: number): string {
  const scale = builder.input(neuronScale(layer), 'f32', 'sentences', feedForward);
  const out = builder.value(`layers.${layer}.scaled`, 'rows', feedForward);
  builder.emit({ op: 'scaleNeurons', x, starts: 'starts', scale, out });
  return out;
}

function emitNorm(
  builder: ProgramBuilder,
  { width, pretrained }: ModelShape,
  name: string,
  x: string,
  branch: string,
  y: string,
  dropout: number,
  site: number,
): void {
  builder.emit({
    op: 'residualNorm',
    x,
    branch,
    gamma: `${name}.weight`,
    beta: `${name}.bias`,
    epsilon: pretrained?.epsilon ?? layerNormEpsilon,
    dropout,
    site,
    normalized: builder.value(`${name}.normalized`, 'rows', width),
    inverseDeviation: builder.value(`${name}.inverseDeviation`, 'rows'),
    y,
  });
}

/** Input of the factors of the sentences' cross-entropy, see `ForwardMode.weighted`. */
export const exampleWeights = 'exampleWeights';

function emitClassifier(builder: ProgramBuilder, shape: ModelShape, { training, weighted }: ForwardMode): void {
  const pooled = builder.value('pooled', 'sentences', shape.width);
  const logits = builder.value('logits', 'sentences', shape.classes);
  const x = blockInput(shape.layers);
  if (shape.pretrained) emitPooler(builder, shape.width, shape.pretrained, x, pooled);
  else builder.emit({ op: 'meanPool', x, starts: 'starts', out: pooled });
  emitLinear(builder, 'sentences', training ? emitPooledDropout(builder, shape) : pooled, 'fc', logits);
  builder.emit({
    op: 'crossEntropy',
    logits,
    labels: 'labels',
    ...(weighted && { weights: builder.input(exampleWeights, 'f32', 'sentences') }),
    probabilities: builder.value('probabilities', 'sentences', shape.classes),
    loss: builder.value('loss.crossEntropy', 'sentences'),
    ...(training ? { dLogits: builder.value('grad.logits', 'sentences', shape.classes) } : {}),
  });
}
