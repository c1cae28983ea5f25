import { noSizes, type Batch, type Program } from '../../engine/program.ts';
import { boxMuller, threefry, uniform } from '../../common/random.ts';
import { adamFields } from './adam.ts';
import { emitBatchTopK } from './batchTopK.ts';
import { ProgramBuilder } from './builder.ts';
import type { Parameters } from './parameters.ts';
import { gradientOf } from './trainedPart.ts';

/** The sizes of a sparse autoencoder. */
export interface AutoencoderShape {
  /** Of the activations that it reads. */
  readonly width: number;
  readonly features: number;
  /** k: features that fire per row, on average over a batch. */
  readonly active: number;
}

/** Weight of the auxiliary loss (Gao et al. 2024, arXiv 2406.04093, appendix A.2). */
const auxiliaryWeight = 1 / 32;

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

function emitStep(builder: ProgramBuilder, shape: AutoencoderShape, withDead: boolean): void {
  const { width, features, active } = shape;
  emitActivations(builder, shape);
  if (withDead) emitDeadActivations(builder, shape);
  const threshold = builder.value('batchThreshold', 1);
  emitBatchTopK(builder, { rows: 'rows', x: 'features', perRow: active, threshold, mean: names.threshold });
  emitColumnSums(builder, 'features', builder.value('fired', features));
  emitDecoder(builder, shape, 'features');
  const gradients: Gradients = {
    dY: builder.value('grad.reconstruction', 'rows', width),
    dFeatures: builder.value('grad.features', 'rows', features),
  };
  for (const { name, shape: dims } of autoencoderSpecs(shape)) builder.value(gradientOf(name), ...dims);
  emitErrorGradient(builder, gradients);
  if (withDead) emitDeadGradient(builder, shape, gradients);
  emitEncoderGradient(builder, gradients);
  for (const { name, shape: dims } of autoencoderSpecs(shape)) {
    builder.emit({ op: 'adam', ...adamFields(builder, name, dims, gradientOf(name)) });
  }
  builder.emit({ op: 'normalizeRows', table: names.decoder });
}

/** Buffers with the gradients by the reconstruction, [rows, width], and by the features, [rows, features]. */
interface Gradients {
  readonly dY: string;
  readonly dFeatures: string;
}

const squaredError = { op: 'squaredError', rows: 'rows', x: 'x', y: 'reconstruction' } as const;

/** The error of the reconstruction and its gradients down to the features. */
function emitErrorGradient(builder: ProgramBuilder, { dY, dFeatures }: Gradients): void {
  builder.emit(
    { ...squaredError, dY, weight: 1, loss: builder.value('loss', 'rows') },
    {
      ...{ op: 'sparseLinearBackward', rows: 'rows', x: 'features', dY },
      ...{ dTable: gradientOf(names.decoder), dBias: gradientOf(names.decoderBias) },
      dX: { table: names.decoder, buffer: dFeatures },
    },
  );
}

/** Adds the gradients of the auxiliary loss, the error of the reconstruction to which dead features are added. dY is overwritten. */
function emitDeadGradient(
  builder: ProgramBuilder,
  { width, features }: AutoencoderShape,
  { dY, dFeatures }: Gradients,
): void {
  const dTable = builder.value('grad.dead.table', features, width);
  const dDead = builder.value('grad.dead.features', 'rows', features);
  builder.emit(
    { op: 'sparseLinear', rows: 'rows', x: 'dead.features', table: names.decoder, y: 'reconstruction' },
    { ...squaredError, dY, weight: auxiliaryWeight, loss: builder.value('dead.loss', 'rows') },
    {
      ...{ op: 'sparseLinearBackward', rows: 'rows', x: 'dead.features', dY, dTable },
      dX: { table: names.decoder, buffer: dDead },
    },
    { op: 'accumulate', x: dTable, sum: gradientOf(names.decoder), add: true },
    { op: 'accumulate', x: dDead, sum: dFeatures, add: true },
  );
}

/** The gradient of the features flows where they fire, as `dFeatures` already has it. */
function emitEncoderGradient(builder: ProgramBuilder, { dFeatures }: Gradients): void {
  const dTable = gradientOf(names.encoderWeight);
  builder.emit({ op: 'sparseLinearBackward', rows: 'rows', x: dFeatures, dY: 'x', dTable });
  emitColumnSums(builder, dFeatures, gradientOf(names.encoderBias));
}

/** sums [features] = the column sums of a buffer [rows, features]: the bias gradient of a linear layer. */
function emitColumnSums(builder: ProgramBuilder, buffer: string, sums: string): void {
  builder.emit({
    ...{ op: 'linearBackward', rows: 'rows', x: 'x', weight: names.encoderWeight, activation: 'none' },
    ...{ y: 'features', dY: buffer, dBias: sums },
  });
}

/** The strongest activations of dead features, half as many per row as x is wide. */
function emitDeadActivations(builder: ProgramBuilder, { width, features }: AutoencoderShape): void {
  const out = builder.value('dead.features', 'rows', features);
  const starts = builder.input('starts', 'i32', 'sentences+1');
  const scale = builder.input('dead', 'f32', 'sentences', features);
  builder.emit({ op: 'scaleNeurons', rows: 'rows', x: 'features', starts, scale, out });
  const buffers = { threshold: builder.value('dead.threshold', 1), mean: builder.state('dead.mean', 1) };
  emitBatchTopK(builder, { rows: 'rows', x: out, perRow: Math.ceil(width / 2), ...buffers });
}

/** Random directions lie in a stream apart from those of a model's parameters. */
const directionStream = 1 << 18;

/** Fresh parameters: random directions of norm 1 as rows of decoder and encoder, which are equal; both biases are 0. */
export function initialAutoencoder({ width, features }: AutoencoderShape, seed: number): Parameters {
  const directions = new Float32Array(features * width);
  for (let i = 0; i < directions.length; i += 2) {
    const [u, v] = threefry(seed, directionStream, i, 0).map(uniform) as [number, number];
    directions.set(boxMuller(u, v).slice(0, directions.length - i), i);
  }
  for (let f = 0; f < features; f++) {
    const row = directions.subarray(f * width, (f + 1) * width);
    const norm = Math.hypot(...row);
    row.forEach((value, d) => (row[d] = value / norm));
  }
  return new Map([
    [names.encoderWeight, directions],
    [names.encoderBias, new Float32Array(features)],
    [names.decoder, directions.slice()],
    [names.decoderBias, new Float32Array(width)],
  ]);
}

/** What activations are standardized by: (x − mean) · scale. */
export interface Standardization {
  readonly mean: Float32Array; // [width]
  readonly scale: number;
}

/**
 * The same autoencoder for activations as they are, of one for standardized activations: its features are divided by the scale as well.
 * `parameters` has the threshold, [1].
 */
export function withoutStandardization(
  parameters: Parameters,
  { mean, scale }: Standardization,
): Map<string, Float32Array> {
  const divided = (name: string) => parameters.get(name)!.map((value) => value / scale);
  const encoder = parameters.get(names.encoderWeight)!;
  const width = mean.length;
  const encoderBias = divided(names.encoderBias).map(
    (bias, f) => bias - mean.reduce((sum, value, d) => sum + value * encoder[f * width + d]!, 0),
  );
  return new Map(parameters)
    .set(names.encoderBias, encoderBias)
    .set(
      names.decoderBias,
      divided(names.decoderBias).map((bias, d) => bias + mean[d]!),
    )
    .set(names.threshold, divided(names.threshold));
}
