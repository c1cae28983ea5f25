import type { Device, Executor } from '../../engine/device.ts';
import type { Batch } from '../../engine/program.ts';
import { UserError } from '../../common/userError.ts';
import { embeddingGradient } from '../model/backward.ts';
import { gradientOf } from '../model/trainedPart.ts';
import { makeBatch } from '../model/batch.ts';
import { loadModel, readParameters } from '../model/loadModel.ts';
import { fromTorch, toTorch, type Parameters } from '../model/parameters.ts';
import { lossNames } from '../model/losses.ts';
import { safrProgram } from '../model/safrProgram.ts';
import type { Safetensors } from '../model/safetensors.ts';
import { GoldenFile } from './goldenFile.ts';

/** The distance of a tensor from the golden one: ‖a−b‖ / ‖b‖, unless `note` says otherwise. */
export interface TensorAgreement {
  readonly tensor: string;
  readonly error: number;
  readonly tolerance: number;
  readonly ok: boolean;
  readonly note?: string;
}

const tolerances = { forward: 1e-5, gradient: 1e-4, parameter: 1e-5 };

/**
 * Repeats the computation of a golden file on a device and compares the results: an evaluation pass, then training steps with the noise
 * that the file contains (see its README). `path` names the file in errors. Errors: UserError if the file is not a golden file.
 */
export async function verifyGoldenCase(device: Device, file: Safetensors, path: string): Promise<TensorAgreement[]> {
  const golden = new GoldenFile(file, path);
  const { shape } = golden;
  const program = safrProgram(shape, golden.objective, { givenNoise: true });
  const executor = await loadModel(device, program, shape, initialParameters(golden, path));
  try {
    const batch = makeBatch(golden.sentences, { padding: 'max', maxLength: shape.maxLength });
    const forward = await compareEvaluation(executor, golden, batch);
    const training = await compareTraining(executor, golden, batch);
    return [...forward, ...training, ...(await compareFinal(executor, golden))];
  } finally {
    await executor.close();
  }
}

function initialParameters({ shape, optional }: GoldenFile, path: string): Parameters {
  try {
    return fromTorch(shape, (name) => optional(`init.${name}`));
  } catch (error) {
    throw new UserError(`${path}: ${(error as Error).message}`, 'Give a golden file, see the README next to it.');
  }
}

async function compareEvaluation(executor: Executor, golden: GoldenFile, batch: Batch): Promise<TensorAgreement[]> {
  await executor.run('explain', withNoise(batch, golden, 0));
  const buffers = {
    'eval.logits': 'logits',
    'eval.mask_prob': 'keep',
    'eval.attention': 'layers.0.weights',
    'eval.ffn_hidden': 'layers.0.hidden',
    'eval.block_out': `layers.${golden.shape.layers}.input`,
  };
  const results: TensorAgreement[] = [];
  for (const [tensor, buffer] of Object.entries(buffers)) {
    results.push(compare(tensor, await executor.read(buffer), golden.values(tensor), tolerances.forward));
  }
  await executor.run('measureLosses', withNoise(batch, golden, 0));
  const losses = (await executor.read('losses')).slice(0, 3);
  return [...results, compare('eval.losses', losses, golden.values('eval.losses'), tolerances.forward)];
}

async function compareTraining(executor: Executor, golden: GoldenFile, batch: Batch): Promise<TensorAgreement[]> {
  const results: TensorAgreement[] = [];
  const losses: number[] = [];
  for (let step = 0; step < golden.steps; step++) {
    const scalars = { seed: 0, step: step + 1, learningRate: golden.learningRate, informationWeight: 0 };
    await executor.run('train', withNoise(batch, golden, step), scalars);
    losses.push(...withTotal(await executor.read('losses'), golden));
    if (step > 0) continue;
    const { forward } = tolerances;
    results.push(compare('train.logits', await executor.read('logits'), golden.values('train.logits'), forward));
    results.push(compare('train.mask', await executor.read('keep'), golden.values('train.mask'), forward));
    results.push(...(await compareGradients(executor, golden, batch)));
  }
  return [...results, compare('train.losses', losses, golden.values('train.losses'), tolerances.forward)];
}

/** The losses cross-entropy, importance and interaction, followed by their weighted sum. */
function withTotal(losses: Float32Array, { objective }: GoldenFile): number[] {
  const [crossEntropy, importance, interaction] = lossNames.slice(0, 3).map((_, i) => losses[i]!) as [
    number,
    number,
    number,
  ];
  const total = crossEntropy + objective.importance * importance + objective.interaction * interaction;
  return [crossEntropy, importance, interaction, total];
}

async function compareGradients(executor: Executor, golden: GoldenFile, batch: Batch): Promise<TensorAgreement[]> {
  const { shape } = golden;
  const gradients = new Map<string, Float32Array>();
  gradients.set('embedding.weight', await embeddingTableGradient(executor, golden, batch));
  for (const { name } of golden.otherParameters) gradients.set(name, await executor.read(gradientOf(name)));
  return toTorch(shape, gradients).map(({ name, values }) => {
    const tensor = `grad.${name}`;
    const expected = golden.values(tensor);
    if (!isKeyBias(name)) return compare(tensor, values, expected, tolerances.gradient);
    const scale = norm(golden.values(`grad.${name.replace(/bias$/, 'weight')}`));
    const note = 'zero except for rounding, because no output depends on it: relative to the gradient of the weight';
    return agreement(tensor, distance(values, expected) / scale, tolerances.gradient, note);
  });
}

/** The gradient of the embedding table, [vocabulary, width], from the rows of the batch's word types. */
async function embeddingTableGradient(executor: Executor, { shape }: GoldenFile, batch: Batch): Promise<Float32Array> {
  const rows = await executor.read(embeddingGradient);
  const table = new Float32Array(shape.vocabulary * shape.width);
  const scale = Math.sqrt(shape.width);
  batch.inputs['types']!.forEach((id, t) => {
    for (let i = 0; i < shape.width; i++) table[id * shape.width + i] = scale * rows[t * shape.width + i]!;
  });
  return table;
}

async function compareFinal(executor: Executor, golden: GoldenFile): Promise<TensorAgreement[]> {
  const parameters = await readParameters(executor, golden.shape);
  return toTorch(golden.shape, parameters).map(({ name, values }) => {
    const expected = golden.values(`final.${name}`);
    if (!isKeyBias(name)) return compare(`final.${name}`, values, expected, tolerances.parameter);
    const maxDistance = 2 * golden.steps * golden.learningRate * Math.sqrt(values.length);
    const note =
      'no output depends on it: Adam magnifies the rounding of its gradient, by up to the learning rate per step';
    return agreement(`final.${name}`, relativeError(values, expected), maxDistance / norm(expected), note);
  });
}

/** The bias of the keys does not change the attention: it adds the same value to all logits of a query, which softmax cancels. */
const isKeyBias = (name: string) => name.endsWith('.attention.key.bias');

function withNoise(batch: Batch, golden: GoldenFile, step: number): Batch {
  return { ...batch, inputs: { ...batch.inputs, 'mask.noise': golden.noise(step) } };
}

type Numbers = ArrayLike<number>;

function compare(tensor: string, values: Numbers, expected: Numbers, tolerance: number): TensorAgreement {
  return agreement(tensor, relativeError(values, expected), tolerance);
}

function agreement(tensor: string, error: number, tolerance: number, note?: string): TensorAgreement {
  return { tensor, error, tolerance, ok: error <= tolerance, ...(note === undefined ? {} : { note }) };
}

/** ‖a−b‖ / ‖b‖; 0 for two zero tensors, infinite for tensors of different sizes. */
function relativeError(a: Numbers, b: Numbers): number {
  const difference = distance(a, b);
  return difference === 0 ? 0 : difference / norm(b);
}

function distance(a: Numbers, b: Numbers): number {
  if (a.length !== b.length) return Infinity;
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}

function norm(a: Numbers): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! ** 2;
  return Math.sqrt(sum);
}
