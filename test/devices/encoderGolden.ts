import { expect } from 'vitest';
import { join } from 'node:path';
import { embeddingGradient } from '../../src/core/model/backward.ts';
import { makeBatch } from '../../src/core/model/batch.ts';
import { blockInput } from '../../src/core/model/forward.ts';
import { loadModel, readParameters } from '../../src/core/model/loadModel.ts';
import type { ModelShape } from '../../src/core/model/modelShape.ts';
import { lossNames } from '../../src/core/model/losses.ts';
import { parameterSpecs, type Parameters } from '../../src/core/model/parameters.ts';
import { PretrainedFolder } from '../../src/core/model/pretrained/folder.ts';
import { tensorNames } from '../../src/core/model/pretrained/tensorNames.ts';
import { readsFirstRows, type Regularizers } from '../../src/core/model/regularizers.ts';
import { ofFirstRows } from '../../src/core/model/rowSite.ts';
import { safrProgram, type TrainingObjective } from '../../src/core/model/safrProgram.ts';
import { readSafetensors, type Tensor } from '../../src/core/model/safetensors.ts';
import { gradientOf } from '../../src/core/model/trainedPart.ts';
import type { Device, Executor } from '../../src/engine/device.ts';
import type { Batch } from '../../src/engine/program.ts';

/** Largest errors, relative to the largest value of a tensor. */
const tolerances = {
  wasm: { forward: 1e-5, gradient: 1e-4, trained: 1e-5 },
  tensorflow: { forward: 1e-5, gradient: 1e-4, trained: 1e-5 },
  webgpu: { forward: 5e-5, gradient: 1e-4, trained: 1e-5 },
};

type Tensors = ReadonlyMap<string, Tensor>;
const numbers = (tensors: Tensors, name: string) => Array.from(tensors.get(name)!.values as ArrayLike<number>, Number);

function batchOf(tensors: Tensors): Batch {
  const labels = numbers(tensors, 'labels');
  const [ids, segments] = [numbers(tensors, 'ids'), numbers(tensors, 'segments')];
  const frame = { start: [ids[0]!], middle: [], end: [2], secondSegment: 1 };
  let start = 0;
  const sentences = numbers(tensors, 'lengths').map((length, b) => {
    const own = (values: number[]) => values.slice(start, start + length);
    const content = { ids: Int32Array.from(own(ids).slice(1, -1)), label: labels[b]! };
    const first = own(segments).indexOf(1);
    const sentence = first === -1 ? content : { ...content, boundary: first - 1 };
    start += length;
    return sentence;
  });
  return makeBatch(sentences, { padding: 'none', frame });
}

/** The largest difference, less what an element is allowed, relative to the largest value. */
function largestError(
  found: ArrayLike<number>,
  expected: readonly number[],
  allowed: (i: number) => number = () => 0,
): number {
  if (found.length !== expected.length) return Infinity;
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(found[i]! - expected[i]!) - allowed(i));
    largest = Math.max(largest, Math.abs(expected[i]!));
  }
  return difference / largest;
}

/**
 * Adam divides a gradient by its own size. Where that is below what float32 resolves next to the largest of its tensor, rounding decides
 * the step, and a tenth of the three steps may differ.
 */
function roundedSteps(gradient: readonly number[], learningRate: number): (i: number) => number {
  const largest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const isRounded = (value: number) => value !== 0 && Math.abs(value) < 1e-4 * largest;
  return (i) => (isRounded(gradient[i]!) ? 0.3 * learningRate : 0);
}

/** Errors of parameters, or of their gradients, by the names in the file. Those of key biases are left out: their gradient is 0. */
function parameterErrors(
  opened: PretrainedFolder,
  shape: ModelShape,
  found: Parameters,
  tensors: Tensors,
  kind: 'grad' | 'trained',
): { stored: string; error: number }[] {
  const [learningRate] = numbers(tensors, 'settings');
  return parameterSpecs(shape).flatMap(({ name, shape: dims }) => {
    const names = name.startsWith('vmask.') ? [name] : tensorNames(opened.config.architecture, name);
    const values = found.get(name)!;
    const size = values.length / names.length;
    const unused = name === 'positions.weight' ? opened.config.unusedPositions * dims[1]! : 0;
    return names.flatMap((stored, part) => {
      if (name.endsWith('qkv.bias') && part === 1) return [];
      const own = values.subarray(part * size, (part + 1) * size);
      const expected = numbers(tensors, `${kind}.${stored}`).slice(unused);
      const gradient = numbers(tensors, `grad.${stored}`).slice(unused);
      const allowed = kind === 'trained' ? roundedSteps(gradient, learningRate!) : undefined;
      return [{ stored, error: largestError(own, expected, allowed) }];
    });
  });
}

async function readGradients(executor: Executor, shape: ModelShape, batch: Batch): Promise<Map<string, Float32Array>> {
  const gradients = new Map<string, Float32Array>();
  for (const { name } of parameterSpecs(shape).slice(1)) gradients.set(name, await executor.read(gradientOf(name)));
  const rows = await executor.read(embeddingGradient);
  const table = new Float32Array(shape.vocabulary * shape.width);
  batch.inputs['types']!.forEach((id, t) => {
    table.set(rows.subarray(t * shape.width, (t + 1) * shape.width), id * shape.width);
  });
  return gradients.set('embedding.weight', table);
}

const worst = (errors: readonly { stored: string; error: number }[]) =>
  errors.reduce((a, b) => (b.error > a.error ? b : a));

/** What the file's losses minimize; null: the cross-entropy of a model without a mask. */
interface StoredObjective extends Omit<Regularizers, 'information'> {
  readonly informationWeight: number;
  readonly newLearningRateFactor: number;
}

/** The parameters of the folder, with the mask of the file. */
async function* parametersOf(opened: PretrainedFolder, shape: ModelShape, tensors: Tensors) {
  for await (const [name, values] of opened.parameters(shape, 1, { keepClassifier: true })) {
    const mask = tensors.get(`initial.${name}`);
    yield [name, mask ? Float32Array.from(numbers(tensors, `initial.${name}`)) : values] as const;
  }
}

/**
 * Trains the model in a folder that test/oracle/encoders.py has made, as `expected.safetensors` there records it, and compares losses,
 * hidden states, gradients and parameters.
 */
export async function compareEncoder(device: Device, path: string): Promise<void> {
  const { forward, gradient, trained } = tolerances[device.name];
  const { tensors, metadata } = await readSafetensors(join(path, 'expected.safetensors'));
  const [learningRate, weightDecay, gradientClip] = numbers(tensors, 'settings') as [number, number, number];
  const stored = JSON.parse(metadata['objective']!) as StoredObjective | null;
  const objective: TrainingObjective = {
    ...(stored ?? { importance: 0, interaction: null, importanceSite: 'embedding' }),
    information: stored !== null,
    ...{ gradientClip, weightDecay },
  };
  const opened = await PretrainedFolder.open(path);
  const maskHidden = tensors.get('initial.vmask.linear_layer.bias')?.shape[0] ?? null;
  const shape = opened.shape(opened.classes!.length, maskHidden, opened.config.encoder.positions, 0);
  const program = safrProgram(shape, objective, { givenNoise: stored !== null });
  const executor = await loadModel(device, program, shape, parametersOf(opened, shape, tensors));
  const expectClose = (found: ArrayLike<number>, expected: readonly number[], tolerance: number, what: string) =>
    expect(largestError(found, expected), what).toBeLessThan(tolerance);
  /** By term, each relative to its own size. */
  const expectLosses = (found: readonly Float32Array[], expected: readonly number[], tolerance: number, what: string) =>
    found[0]!.forEach((_, term, { length }) => {
      const ofTerm = expected.filter((__, i) => i % length === term);
      const own = found.map((losses) => losses[term]!);
      expectClose(own, ofTerm, tolerance, `${lossNames[term]} loss ${what}`);
    });
  try {
    const plain = batchOf(tensors);
    const noise = stored && Float32Array.from(numbers(tensors, 'noise'));
    const noiseSize = 2 * plain.sizes.rows;
    const losses: Float32Array[] = [];
    for (let step = 1; step <= 3; step++) {
      const given = noise && { 'mask.noise': noise.subarray((step - 1) * noiseSize, step * noiseSize) };
      const batch = { ...plain, inputs: { ...plain.inputs, ...given } };
      const informationWeight = stored?.informationWeight ?? 0;
      await executor.run('train', batch, { seed: 1, step, learningRate, informationWeight });
      losses.push((await executor.read('losses')).slice(0, stored ? lossNames.length : 1));
      if (step > 1) continue;
      expectClose(await executor.read('logits'), numbers(tensors, 'logits'), forward, 'logits');
      for (let layer = 0; layer < shape.layers; layer++) {
        const hidden = await executor.read(blockInput(layer));
        expectClose(hidden, numbers(tensors, `hidden.${layer}`), forward, `hidden.${layer}`);
      }
      const last = numbers(tensors, `hidden.${shape.layers}`);
      if (readsFirstRows(shape, objective)) {
        const firstRows = plain.inputs['starts']!.slice(0, -1);
        const rows = Array.from(firstRows, (row) => last.slice(row * shape.width, (row + 1) * shape.width));
        const hidden = await executor.read(ofFirstRows.own(blockInput(shape.layers)));
        expectClose(hidden, rows.flat(), forward, 'first rows of the last block');
      } else {
        expectClose(await executor.read(blockInput(shape.layers)), last, forward, 'last block');
      }
      const gradients = await readGradients(executor, shape, batch);
      const { stored: name, error } = worst(parameterErrors(opened, shape, gradients, tensors, 'grad'));
      expect(error, `gradient of ${name}`).toBeLessThan(gradient);
    }
    expectLosses(losses, numbers(tensors, 'losses'), trained, 'of three steps');
    const { stored: name, error } = worst(
      parameterErrors(opened, shape, await readParameters(executor, shape), tensors, 'trained'),
    );
    expect(error, `${name} after three steps`).toBeLessThan(trained);
    await executor.run(stored ? 'measureLosses' : 'predict', plain);
    expectClose(await executor.read('logits'), numbers(tensors, 'trainedLogits'), trained, 'logits after three steps');
    if (!stored) return;
    expectClose(await executor.read('keep'), numbers(tensors, 'trainedKeep'), trained, 'keep probabilities');
    expectLosses([await executor.read('losses')], numbers(tensors, 'evaluatedLosses'), trained, 'in evaluation');
  } finally {
    await executor.close();
    await opened.close();
  }
}
