import type { ProgramBuilder } from './builder.ts';
import { emitEmbeddingNorm, emitFirstRows, emitHeadDropout, emitNeurons } from './encoder.ts';
import { emitLinear } from './linearLayer.ts';
import type { ModelShape } from './modelShape.ts';
import { sites } from './randomSites.ts';
import { ofAllRows, ofFirstRows, ofPlaces, ofRows, type BlockSite, type RowSite } from './rowSite.ts';

/** Where SAFR acts: the masked embeddings, [rows, width], or the neurons of a block (from 0), [rows, feedForward]. */
export type ActivationSite = { readonly site: 'embedding' } | { readonly site: 'ffn'; readonly layer: number };

/** Name of the buffer with the activations of a site. */
export const activationsOf = (at: ActivationSite) => (at.site === 'embedding' ? 'masked' : `layers.${at.layer}.hidden`);

/** Input with the activations of `ForwardMode.replaced`. */
export const replacedActivations = 'replaced';

/** Elements of a row. */
export const widthOf = ({ width, feedForward }: ModelShape, { site }: ActivationSite) =>
  site === 'embedding' ? width : feedForward;

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
  /** Compute the last block of a pretrained encoder, after its attention, for first tokens alone: the pooler reads no others. */
  readonly firstRows?: boolean;
  /** Multiply the masked embeddings of every row by input `share`: points on the path from zero to the embeddings. Not with `places`. */
  readonly shared?: boolean;
  /** Activations that are given as input `replaced` and not computed. Not with `places`. */
  readonly replaced?: ActivationSite;
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
  if (mode.replaced?.site !== 'embedding') emitMask(builder, shape, mode.training, site);
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
  const isReplaced = mode.replaced?.site === 'embedding';
  const masked = isReplaced
    ? builder.input(replacedActivations, 'f32', 'rows', shape.width)
    : builder.value(own('masked'), rows, shape.width);
  if (!isReplaced) {
    builder.emit({
      op: 'maskedEmbedding',
      rows,
      x: 'types.embedded',
      typeOf,
      ...(shape.maskHidden === null ? {} : { keep: own('keep') }),
      out: masked,
    });
  }
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
  const context = builder.value(`${name}.context`, 'rows', width);
  if (layer > 0) emitQkv(builder, shape, layer, ofRows);
  builder.emit({
    op: 'attention',
    ...attentionInputs(shape, layer),
    ...(mode.cut ? { cut: { pairs: builder.input('cut', 'f32', 'pairs'), pairStarts: 'pairStarts' } } : {}),
    out: context,
  });
  const site = blockSite(shape, layer, mode.firstRows);
  if (site === ofFirstRows) for (const x of [context, blockInput(layer)]) emitFirstRows(builder, width, x, site.own(x));
  emitFeedForward(builder, shape, layer, mode, site);
}

/** The rows of a block that are computed after its attention; `firstRows`: as in `ForwardMode`. */
export function blockSite({ layers, pretrained }: ModelShape, layer: number, firstRows = false): BlockSite {
  return pretrained && firstRows && layer === layers - 1 ? ofFirstRows : ofAllRows;
}

/** Emits what follows the attention of a block. */
function emitFeedForward(
  builder: ProgramBuilder,
  shape: ModelShape,
  layer: number,
  mode: ForwardMode,
  site: BlockSite,
): void {
  const { rows, own } = site;
  const name = `layers.${layer}`;
  const value = (buffer: string, width: number) => builder.value(own(buffer), rows, width);
  const [middle, attended, fed] = ['middle', 'attended', 'fed'].map((of) => value(`${name}.${of}`, shape.width));
  const output = value(blockInput(layer + 1), shape.width);
  const isReplaced = mode.replaced?.site === 'ffn' && mode.replaced.layer === layer;
  const hidden = isReplaced
    ? builder.input(replacedActivations, 'f32', 'rows', shape.feedForward)
    : value(`${name}.hidden`, shape.feedForward);
  const dropout = mode.training ? shape.dropout : 0;
  const norm = (of: string, x: string, branch: string, y: string, random: number) =>
    emitNorm(builder, shape, site, `${name}.${of}`, x, branch, y, dropout, random);

  emitLinear(builder, rows, own(`${name}.context`), `${name}.attention.out`, attended!);
  norm('norm1', own(blockInput(layer)), attended!, middle!, sites.attention(layer));
  if (!isReplaced) emitNeurons(builder, shape, layer, site, middle!, hidden, mode.training);
  const scaled = mode.scaled ? emitScale(builder, shape, hidden, layer, site) : hidden;
  emitLinear(builder, rows, scaled, `${name}.ff.linear2`, fed!);
  norm('norm2', middle!, fed!, output, sites.feedForward(layer));
}

/** Name of the input with a factor per neuron of a block; 0 switches the neuron off. */
export const neuronScale = (layer: number) => `layers.${layer}.scale`;

function emitScale(
  builder: ProgramBuilder,
  { feedForward }: ModelShape,
  x: string,
  layer: number,
  { rows, own }: BlockSite,
): string {
  const scale = builder.input(neuronScale(layer), 'f32', 'sentences', feedForward);
  const out = builder.value(own(`layers.${layer}.scaled`), rows, feedForward);
  builder.emit({ op: 'scaleNeurons', rows, x, starts: 'starts', scale, out });
  return out;
}

function emitNorm(
  builder: ProgramBuilder,
  { width, pretrained }: ModelShape,
  { rows, own }: BlockSite,
  name: string,
  x: string,
  branch: string,
  y: string,
  dropout: number,
  site: number,
): void {
  builder.emit({
    op: 'residualNorm',
    rows,
    x,
    branch,
    gamma: `${name}.weight`,
    beta: `${name}.bias`,
    epsilon: pretrained?.epsilon ?? layerNormEpsilon,
    dropout,
    site,
    normalized: builder.value(own(`${name}.normalized`), rows, width),
    inverseDeviation: builder.value(own(`${name}.inverseDeviation`), rows),
    y,
  });
}

/** Input of the factors of the sentences' cross-entropy, see `ForwardMode.weighted`. */
export const exampleWeights = 'exampleWeights';

function emitClassifier(
  builder: ProgramBuilder,
  shape: ModelShape,
  { training, weighted, firstRows }: ForwardMode,
): void {
  const pooled = builder.value('pooled', 'sentences', shape.width);
  const logits = builder.value('logits', 'sentences', shape.classes);
  const x = blockInput(shape.layers);
  if (shape.pretrained) {
    const first = ofFirstRows.own(x);
    if (blockSite(shape, shape.layers - 1, firstRows) !== ofFirstRows) emitFirstRows(builder, shape.width, x, first);
    const poolerInput = training ? emitHeadDropout(builder, shape, 'poolerInput', first) : first;
    emitLinear(builder, 'sentences', poolerInput, 'pooler', pooled, shape.pretrained.head);
  } else builder.emit({ op: 'meanPool', x, starts: 'starts', out: pooled });
  const classifierInput = training ? emitHeadDropout(builder, shape, 'pooled', pooled) : pooled;
  emitLinear(builder, 'sentences', classifierInput, 'fc', logits);
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
