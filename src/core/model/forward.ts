import type { ProgramBuilder } from './builder.ts';
import type { ModelShape } from './modelShape.ts';

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

/** Where random numbers are used; each site has its own stream. */
export const sites = {
  gumbel: 0,
  positions: 1,
  attention: (layer: number) => 2 + 2 * layer,
  feedForward: (layer: number) => 3 + 2 * layer,
};

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

/** Rows that are computed before the first attention: those of the batch, or one per distinct pair of word type and position. */
interface Site {
  readonly rows: 'rows' | 'places';
  readonly typeOf: string;
  readonly position: string;
  /** The name that a buffer has at this site. */
  readonly own: (buffer: string) => string;
}

const ofRows: Site = { rows: 'rows', typeOf: 'typeOf', position: 'position', own: (buffer) => buffer };
const ofPlaces: Site = {
  rows: 'places',
  typeOf: 'typeOfPlace',
  position: 'positionOfPlace',
  own: (buffer) => `places.${buffer}`,
};

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

/** VMASK: the mask of every row of the site. Its logits depend on the word type only, so they are computed once per type of the batch. */
function emitMask(builder: ProgramBuilder, shape: ModelShape, training: boolean, { rows, typeOf, own }: Site): void {
  const embedded = builder.value('types.embedded', 'types', shape.width);
  const scale = Math.sqrt(shape.width);
  builder.emit({ op: 'embed', table: 'embedding.weight', types: 'types', scale, out: embedded });
  if (shape.maskHidden === null) return;
  const hidden = builder.value('mask.hidden', 'types', shape.maskHidden);
  const logits = builder.value('mask.logits', 'types', 2);
  emitLinear(builder, 'types', embedded, 'vmask.linear_layer', hidden, 'tanh');
  emitLinear(builder, 'types', hidden, 'vmask.hidden2p', logits);
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

function emitEmbedding(builder: ProgramBuilder, shape: ModelShape, mode: ForwardMode, site: Site): void {
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
  builder.emit({
    op: 'addPositions',
    rows,
    x: mode.shared ? emitShared(builder, shape, masked) : masked,
    table: 'positions',
    position,
    dropout: mode.training ? shape.dropout : 0,
    site: sites.positions,
    out: builder.value(own(blockInput(0)), rows, shape.width),
  });
}

function emitShared(builder: ProgramBuilder, shape: ModelShape, masked: string): string {
  const out = builder.value('masked.shared', 'rows', shape.width);
  builder.emit({ op: 'maskRows', x: masked, keep: builder.input('share', 'f32', 'rows'), out });
  return out;
}

/** Emits the queries, keys and values of a block. */
function emitQkv(builder: ProgramBuilder, { width }: ModelShape, layer: number, { rows, own }: Site): void {
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
  emitNorm(builder, width, `${name}.norm1`, input, attended, middle, dropout, sites.attention(layer));
  emitLinear(builder, 'rows', middle, `${name}.ff.linear1`, hidden, 'relu');
  const scaled = mode.scaled ? emitScale(builder, shape, hidden, layer) : hidden;
  emitLinear(builder, 'rows', scaled, `${name}.ff.linear2`, fed);
  const output = builder.value(blockInput(layer + 1), 'rows', width);
  emitNorm(builder, width, `${name}.norm2`, middle, fed, output, dropout, sites.feedForward(layer));
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
  width: number,
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
    epsilon: layerNormEpsilon,
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
  builder.emit({ op: 'meanPool', x: blockInput(shape.layers), starts: 'starts', out: pooled });
  emitLinear(builder, 'sentences', pooled, 'fc', logits);
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

function emitLinear(
  builder: ProgramBuilder,
  rows: 'rows' | 'types' | 'places' | 'sentences',
  x: string,
  layer: string,
  y: string,
  activation: 'none' | 'relu' | 'tanh' = 'none',
): void {
  builder.emit({ op: 'linear', rows, x, weight: `${layer}.weight`, bias: `${layer}.bias`, activation, y });
}
