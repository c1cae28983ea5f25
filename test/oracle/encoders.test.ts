import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { embeddingGradient } from '../../src/core/model/backward.ts';
import { makeBatch } from '../../src/core/model/batch.ts';
import { blockInput } from '../../src/core/model/forward.ts';
import { loadModel, readParameters } from '../../src/core/model/loadModel.ts';
import type { ModelShape } from '../../src/core/model/modelShape.ts';
import { parameterSpecs, type Parameters } from '../../src/core/model/parameters.ts';
import { PretrainedFolder } from '../../src/core/model/pretrained/folder.ts';
import { tensorNames } from '../../src/core/model/pretrained/tensorNames.ts';
import { safrProgram } from '../../src/core/model/safrProgram.ts';
import { readSafetensors, type Tensor } from '../../src/core/model/safetensors.ts';
import { gradientOf } from '../../src/core/model/trainedPart.ts';
import type { Device, Executor } from '../../src/engine/device.ts';
import type { Batch } from '../../src/engine/program.ts';
import { openTensorflowDevice } from '../../src/engine/tensorflow/device.ts';
import { openWasmDevice } from '../../src/engine/wasm/device.ts';
import { openWebgpuDevice } from '../../src/engine/webgpu/device.ts';
import { noWebgpu } from '../devices/devices.ts';
import { reasonToSkip } from '../requirements.ts';
import { python } from './python.ts';

/** Largest errors, relative to the largest value of a tensor. */
const tolerances = {
  wasm: { forward: 1e-5, gradient: 1e-4, trained: 1e-5 },
  tensorflow: { forward: 1e-5, gradient: 1e-4, trained: 1e-5 },
  webgpu: { forward: 5e-5, gradient: 1e-4, trained: 5e-5 },
};

const reason = reasonToSkip('encoders');
const folder = mkdtempSync(join(tmpdir(), 'safr-oracle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Names of the models that the script has made. */
function makeModels(): string[] {
  python([folder], undefined, 'encoders.py');
  return readdirSync(folder);
}

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
  const isRounded = (value: number) => value !== 0 && Math.abs(value) < 1e-3 * largest;
  return (i) => (isRounded(gradient[i]!) ? 0.3 * learningRate : 0);
}

/** Errors of parameters, or of their gradients, by transformers' names. Those of key biases are left out: their gradient is 0. */
function parameterErrors(
  opened: PretrainedFolder,
  shape: ModelShape,
  found: Parameters,
  tensors: Tensors,
  kind: 'grad' | 'trained',
): { stored: string; error: number }[] {
  const [learningRate] = numbers(tensors, 'settings');
  return parameterSpecs(shape).flatMap(({ name, shape: dims }) => {
    const names = tensorNames(opened.config.architecture, name);
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

async function compare(device: Device, path: string): Promise<void> {
  const { forward, gradient, trained } = tolerances[device.name];
  const { tensors } = await readSafetensors(join(path, 'expected.safetensors'));
  const [learningRate, weightDecay, gradientClip] = numbers(tensors, 'settings') as [number, number, number];
  const opened = await PretrainedFolder.open(path);
  const shape = opened.shape(opened.classes!.length, null, opened.config.encoder.positions, 0);
  const regularizers = { importance: 0, interaction: 0, importanceSite: 'embedding', information: false } as const;
  const program = safrProgram(shape, { ...regularizers, gradientClip, weightDecay });
  const executor = await loadModel(device, program, shape, opened.parameters(shape, 1, { keepClassifier: true }));
  try {
    const batch = batchOf(tensors);
    await executor.run('explain', batch); // `train` computes the last block for first tokens alone
    for (let layer = 0; layer <= shape.layers; layer++) {
      const hidden = await executor.read(blockInput(layer));
      expect(largestError(hidden, numbers(tensors, `hidden.${layer}`)), `hidden.${layer}`).toBeLessThan(forward);
    }
    const losses: number[] = [];
    for (let step = 1; step <= 3; step++) {
      await executor.run('train', batch, { seed: 1, step, learningRate, informationWeight: 0 });
      losses.push((await executor.read('losses'))[0]!);
      if (step > 1) continue;
      expect(largestError(await executor.read('logits'), numbers(tensors, 'logits'))).toBeLessThan(forward);
      const gradients = await readGradients(executor, shape, batch);
      const { stored, error } = worst(parameterErrors(opened, shape, gradients, tensors, 'grad'));
      expect(error, `gradient of ${stored}`).toBeLessThan(gradient);
    }
    expect(largestError(losses, numbers(tensors, 'losses')), 'losses').toBeLessThan(trained);
    const { stored, error } = worst(
      parameterErrors(opened, shape, await readParameters(executor, shape), tensors, 'trained'),
    );
    expect(error, `${stored} after three steps`).toBeLessThan(trained);
    await executor.run('predict', batch);
    const logits = largestError(await executor.read('logits'), numbers(tensors, 'trainedLogits'));
    expect(logits, 'logits after three steps').toBeLessThan(trained);
  } finally {
    await executor.close();
    await opened.close();
  }
}

describe.skipIf(reason !== null)(
  `encoders compute and learn as in transformers${reason ? ` (${reason})` : ''}`,
  async () => {
    const models = reason === null ? makeModels() : ['none'];
    const devices = [
      await openWasmDevice({ threads: 2 }),
      await openTensorflowDevice(),
      ...(noWebgpu === null ? [await openWebgpuDevice()] : []),
    ];
    for (const device of devices) {
      test.each(models)(`${device.name}: %s`, (model) => compare(device, join(folder, model)));
    }
  },
);
