import type { ProgramBuilder } from './builder.ts';
import type { ModelShape } from './shape.ts';

/** How the forward pass differs between routines. */
export interface ForwardMode {
  /** Hard sampled mask and dropout, or keep probabilities and none. */
  readonly training: boolean;
  /** Cut the pairs of input `cut` out of every attention. */
  readonly cut?: boolean;
}

/** Sites of random numbers: each draws from a stream of its own. */
export const sites = {
  gumbel: 0,
  positions: 1,
  attention: (layer: number) => 2 + 2 * layer,
  feedForward: (layer: number) => 3 + 2 * layer,
};

export const layerNormEpsilon = 1e-5;
export const gumbelTemperature = 1;

/** Buffer that holds the input of a block; of block `layers`, the output of the last. */
export const blockInput = (layer: number) => `layers.${layer}.input`;

export const attentionInputs = (shape: ModelShape, layer: number) => ({
  qkv: `layers.${layer}.qkv`,
  heads: shape.heads,
  starts: 'starts',
  keys: 'keys',
});

/** Emits everything from word ids to `logits` and `probabilities`, with the cross-entropy per sentence. */
export function emitForward(builder: ProgramBuilder, shape: ModelShape, mode: ForwardMode): void {
  emitMask(builder, shape, mode.training);
  emitEmbedding(builder, shape, mode.training);
  for (let layer = 0; layer < shape.layers; layer++) emitBlock(builder, shape, layer, mode);
  emitClassifier(builder, shape, mode.training);
}

/** VMASK: the keep mask of every row, from the words of the batch (its logits depend on the word alone). */
function emitMask(builder: ProgramBuilder, shape: ModelShape, training: boolean): void {
  const embedded = builder.value('types.embedded', 'types', shape.width);
  const scale = Math.sqrt(shape.width);
  builder.emit({ op: 'embed', table: 'embedding.weight', types: 'types', scale, out: embedded });
  if (shape.maskHidden === null) return;
  const hidden = builder.value('mask.hidden', 'types', shape.maskHidden);
  const logits = builder.value('mask.logits', 'types', 2);
  emitLinear(builder, 'types', embedded, 'vmask.linear_layer', hidden, 'tanh');
  emitLinear(builder, 'types', hidden, 'vmask.hidden2p', logits);
  const keep = builder.value('keep', 'rows');
  if (!training) {
    builder.emit({ op: 'keepProbability', logits, typeOf: 'typeOf', keep });
    return;
  }
  const noise = builder.value('mask.noise', 'rows', 2);
  const soft = builder.value('mask.soft', 'rows');
  builder.emit(
    { op: 'gumbel', site: sites.gumbel, out: noise },
    { op: 'sampleKeep', logits, typeOf: 'typeOf', noise, temperature: gumbelTemperature, keep, soft },
  );
}

function emitEmbedding(builder: ProgramBuilder, shape: ModelShape, training: boolean): void {
  const masked = builder.value('masked', 'rows', shape.width);
  builder.emit(
    {
      op: 'maskedEmbedding',
      x: 'types.embedded',
      typeOf: 'typeOf',
      ...(shape.maskHidden === null ? {} : { keep: 'keep' }),
      out: masked,
    },
    {
      op: 'addPositions',
      x: masked,
      table: 'positions',
      position: 'position',
      dropout: training ? shape.dropout : 0,
      site: sites.positions,
      out: builder.value(blockInput(0), 'rows', shape.width),
    },
  );
}

/** One post-norm encoder block. */
function emitBlock(builder: ProgramBuilder, shape: ModelShape, layer: number, mode: ForwardMode): void {
  const { width } = shape;
  const name = `layers.${layer}`;
  const input = blockInput(layer);
  const middle = builder.value(`${name}.middle`, 'rows', width);
  const context = builder.value(`${name}.context`, 'rows', width);
  const attended = builder.value(`${name}.attended`, 'rows', width);
  const hidden = builder.value(`${name}.hidden`, 'rows', shape.feedForward);
  const fed = builder.value(`${name}.fed`, 'rows', width);

  emitLinear(builder, 'rows', input, `${name}.attention.qkv`, builder.value(`${name}.qkv`, 'rows', 3 * width));
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
  emitLinear(builder, 'rows', hidden, `${name}.ff.linear2`, fed);
  const output = builder.value(blockInput(layer + 1), 'rows', width);
  emitNorm(builder, width, `${name}.norm2`, middle, fed, output, dropout, sites.feedForward(layer));
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

function emitClassifier(builder: ProgramBuilder, shape: ModelShape, training: boolean): void {
  const pooled = builder.value('pooled', 'sentences', shape.width);
  const logits = builder.value('logits', 'sentences', shape.classes);
  builder.emit({ op: 'meanPool', x: blockInput(shape.layers), starts: 'starts', out: pooled });
  emitLinear(builder, 'sentences', pooled, 'fc', logits);
  builder.emit({
    op: 'crossEntropy',
    logits,
    labels: 'labels',
    probabilities: builder.value('probabilities', 'sentences', shape.classes),
    loss: builder.value('loss.crossEntropy', 'sentences'),
    ...(training ? { dLogits: builder.value('grad.logits', 'sentences', shape.classes) } : {}),
  });
}

function emitLinear(
  builder: ProgramBuilder,
  rows: 'rows' | 'types' | 'sentences',
  x: string,
  layer: string,
  y: string,
  activation: 'none' | 'relu' | 'tanh' = 'none',
): void {
  builder.emit({ op: 'linear', rows, x, weight: `${layer}.weight`, bias: `${layer}.bias`, activation, y });
}
