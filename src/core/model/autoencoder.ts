import type { Batch, Program } from '../../engine/program.ts';
import { noSizes } from '../../engine/program.ts';
import { threefry, uniform } from '../../common/random.ts';
import { ProgramBuilder } from './builder.ts';
import type { Parameters } from './parameters.ts';

/** The sizes of a sparse autoencoder. */
export interface AutoencoderShape {
  /** Of the activations that it reads. */
  readonly width: number;
  readonly features: number;
  /** k: features that fire per row, in the mean over a batch. */
  readonly active: number;
}

/** Weight of the auxiliary loss (Gao et al. 2024, arXiv 2406.04093, appendix A.2). */
const auxiliaryWeight = 1 / 32;
/** Weight of a step in the running mean of thresholds. */
const thresholdWeight = 0.01;
const adamConstants = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

const names = {
  encoderWeight: 'encoder.weight',
  encoderBias: 'encoder.bias',
  /** PyTorch's `decoder.weight`, transposed: a row per feature. */
  decoder: 'decoder.table',
  decoderBias: 'decoder.bias',
  threshold: 'threshold',
} as const;
export const autoencoderBuffers = names;

/** The parameters in a fixed order; the threshold is a mean of those of the training. */
export const autoencoderSpecs = ({ width, features }: AutoencoderShape) => [
  { name: names.encoderWeight, shape: [features, width] },
  { name: names.encoderBias, shape: [features] },
  { name: names.decoder, shape: [features, width] },
  { name: names.decoderBias, shape: [width] },
];

/**
 * A BatchTopK sparse autoencoder (Bussmann et al. 2024, arXiv 2412.06410): features = relu(x·Wₑᵀ + bₑ) without all but the
 * rows · active largest of a batch, reconstruction = features·W_d + b_d, the rows of W_d of norm 1. The loss is the squared error.
 * Routines: `train` (one Adam step), `trainDead` (the same with the auxiliary loss, by which the features of input `dead` learn to
 * reconstruct the error), `encode` (`features` of x, cut at the mean threshold of the training) and `decode` (`reconstruction` of input
 * `given`). After a step, `fired` is not 0 for the features that fired, and `loss` has the squared error of each row.
 */
export function autoencoderProgram(shape: AutoencoderShape): Program {
  const builder = new ProgramBuilder();
  for (const { name, shape: dims } of autoencoderSpecs(shape)) builder.parameter(name, dims);
  builder.state(names.threshold, 1);
  builder.input('x', 'f32', 'rows', shape.width);
  builder.routine('train');
  emitStep(builder, shape, false);
  builder.routine('trainDead');
  emitStep(builder, shape, true);
  builder.routine('encode');
  emitActivations(builder, shape);
  builder.emit({ op: 'zeroBelow', rows: 'rows', x: 'features', threshold: names.threshold });
  builder.routine('decode');
  emitDecoder(builder, shape, builder.input('given', 'f32', 'rows', shape.features));
  return builder.program();
}

/** The inputs of a batch. `values`: of `x` [rows, width] or `given` [rows, features]; `dead`: 1 for dead features, else 0. */
export function autoencoderBatch(name: 'x' | 'given', values: Float32Array, rows: number, dead?: Float32Array): Batch {
  return {
    sizes: { ...noSizes, rows, sentences: 1 },
    inputs: { [name]: values, ...(dead && { dead, starts: Int32Array.of(0, rows) }) },
  };
}

function emitActivations(builder: ProgramBuilder, { features }: AutoencoderShape): void {
  const y = builder.value('features', 'rows', features);
  const layer = { weight: names.encoderWeight, bias: names.encoderBias, activation: 'relu' } as const;
  builder.emit({ op: 'linear', rows: 'rows', x: 'x', ...layer, y });
}

function emitDecoder(builder: ProgramBuilder, { width }: AutoencoderShape, features: string): void {
  const y = builder.value('reconstruction', 'rows', width);
  builder.emit({ op: 'sparseLinear', rows: 'rows', x: features, table: names.decoder, bias: names.decoderBias, y });
}

const gradientOf = (parameter: string) => `grad.${parameter}`;

function emitStep(builder: ProgramBuilder, shape: AutoencoderShape, withDead: boolean): void {
  const { width, features, active } = shape;
  emitActivations(builder, shape);
  if (withDead) emitDeadActivations(builder, shape);
  const threshold = builder.value('batchThreshold', 1);
  builder.emit(
    ...cut('features', active, threshold, names.threshold),
    // The column sums of the features.
    {
      ...{ op: 'linearBackward', rows: 'rows', x: 'x', weight: names.encoderWeight, activation: 'none' },
      ...{ y: 'features', dY: 'features', dBias: builder.value('fired', features) },
    },
  );
  emitDecoder(builder, shape, 'features');
  const dY = builder.value('grad.reconstruction', 'rows', width);
  const dFeatures = builder.value('grad.features', 'rows', features);
  for (const { name, shape: dims } of autoencoderSpecs(shape)) builder.value(gradientOf(name), ...dims);
  const error = { op: 'squaredError', rows: 'rows', x: 'x', y: 'reconstruction', dY } as const;
  builder.emit(
    { ...error, weight: 1, loss: builder.value('loss', 'rows') },
    {
      ...{ op: 'sparseLinearBackward', rows: 'rows', x: 'features', dY },
      ...{ dTable: gradientOf(names.decoder), dBias: gradientOf(names.decoderBias) },
      dX: { table: names.decoder, buffer: dFeatures },
    },
  );
  if (withDead) {
    const dead = { table: builder.value('grad.dead.table', features, width), features: 'grad.dead.features' };
    builder.value(dead.features, 'rows', features);
    builder.emit(
      { op: 'sparseLinear', rows: 'rows', x: 'dead.features', table: names.decoder, y: 'reconstruction' },
      { ...error, weight: auxiliaryWeight, loss: builder.value('dead.loss', 'rows') },
      {
        ...{ op: 'sparseLinearBackward', rows: 'rows', x: 'dead.features', dY, dTable: dead.table },
        dX: { table: names.decoder, buffer: dead.features },
      },
      { op: 'accumulate', x: dead.table, sum: gradientOf(names.decoder), add: true },
      { op: 'accumulate', x: dead.features, sum: dFeatures, add: true },
    );
  }
  builder.emit(
    { op: 'sparseLinearBackward', rows: 'rows', x: dFeatures, dY: 'x', dTable: gradientOf(names.encoderWeight) },
    {
      ...{ op: 'linearBackward', rows: 'rows', x: 'x', weight: names.encoderWeight, activation: 'none' },
      ...{ y: 'features', dY: dFeatures, dBias: gradientOf(names.encoderBias) },
    },
  );
  for (const { name, shape: dims } of autoencoderSpecs(shape)) {
    builder.emit({
      ...{ op: 'adam', parameter: name, gradient: gradientOf(name), ...adamConstants },
      firstMoment: builder.state(`adam.first.${name}`, ...dims),
      secondMoment: builder.state(`adam.second.${name}`, ...dims),
    });
  }
  builder.emit({ op: 'normalizeRows', table: names.decoder });
}

/** The strongest activations of dead features, half as many per row as x is wide. */
function emitDeadActivations(builder: ProgramBuilder, { width, features }: AutoencoderShape): void {
  const out = builder.value('dead.features', 'rows', features);
  const starts = builder.input('starts', 'i32', 'sentences+1');
  const scale = builder.input('dead', 'f32', 'sentences', features);
  builder.emit(
    { op: 'scaleNeurons', rows: 'rows', x: 'features', starts, scale, out },
    ...cut(out, Math.ceil(width / 2), builder.value('dead.threshold', 1), builder.state('dead.mean', 1)),
  );
}

const cut = (x: string, perRow: number, threshold: string, mean: string) =>
  [
    { op: 'batchThreshold', rows: 'rows', x, perRow, weight: thresholdWeight, threshold, mean },
    { op: 'zeroBelow', rows: 'rows', x, threshold },
  ] as const;

/** Random directions lie in a stream apart from those of a model's parameters. */
const directionStream = 1 << 18;

/**
 * Fresh parameters: random directions of norm 1 as rows of decoder and encoder, which are equal; the decoder's bias is the mean of the
 * activations, which the encoder's takes away.
 */
export function initialAutoencoder(
  { width, features }: AutoencoderShape,
  mean: Float32Array,
  seed: number,
): Parameters {
  const directions = new Float32Array(features * width);
  for (let i = 0; i < directions.length; i += 2) {
    const [a, b] = threefry(seed, directionStream, i, 0);
    const [radius, angle] = [Math.sqrt(-2 * Math.log(uniform(a))), 2 * Math.PI * uniform(b)];
    directions[i] = radius * Math.cos(angle);
    if (i + 1 < directions.length) directions[i + 1] = radius * Math.sin(angle);
  }
  const encoderBias = new Float32Array(features);
  for (let f = 0; f < features; f++) {
    const row = directions.subarray(f * width, (f + 1) * width);
    const norm = Math.hypot(...row);
    row.forEach((value, d) => (row[d] = value / norm));
    encoderBias[f] = -row.reduce((sum, value, d) => sum + value * mean[d]!, 0);
  }
  return new Map([
    [names.encoderWeight, directions],
    [names.encoderBias, encoderBias],
    [names.decoder, directions.slice()],
    [names.decoderBias, mean],
  ]);
}

/**
 * The same autoencoder for activations that are not multiplied by `scale`: its features are divided by it as well. `threshold`: [1].
 */
export function unscaled(parameters: Parameters, scale: number): Map<string, Float32Array> {
  const scaled = new Set<string>([names.encoderBias, names.decoderBias, names.threshold]);
  return new Map(
    Array.from(parameters, ([name, values]) => [
      name,
      scaled.has(name) ? values.map((value) => value / scale) : values,
    ]),
  );
}
