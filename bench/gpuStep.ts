import { flopsOf } from '../src/core/model/flops.ts';
import { paperObjective } from '../src/core/model/paperModel.ts';
import { initialParameters } from '../src/core/model/parameters.ts';
import { loadModel, type ParameterSource } from '../src/core/model/loadModel.ts';
import { safrProgram, type TrainingObjective } from '../src/core/model/safrProgram.ts';
import type { ModelShape } from '../src/core/model/modelShape.ts';
import type { Device, Executor } from '../src/engine/device.ts';
import type { Batch } from '../src/engine/program.ts';
import type { WebgpuDevice } from '../src/engine/webgpu/device.ts';
import { median } from './clock.ts';

const scalars = (step: number) => ({ seed: 1, step, learningRate: 1e-4, informationWeight: 0 });

export interface StepTime {
  readonly seconds: number;
  /** Of its matrix products only. */
  readonly flops: number;
}

/** What is timed: the paper's objective and fresh parameters where the last two are left out. */
export interface TimedModel {
  readonly shape: ModelShape;
  readonly objective?: TrainingObjective;
  readonly parameters?: ParameterSource;
}

/** Times training steps as in a training, with losses read a few steps late: the median of three rounds of about `budgetSeconds` each. */
export async function stepTime(
  device: Device,
  { shape, objective = paperObjective, parameters = initialParameters(shape, 1) }: TimedModel,
  batches: readonly Batch[],
  budgetSeconds: number,
): Promise<StepTime> {
  const program = safrProgram(shape, objective);
  const executor = await loadModel(device, program, shape, parameters);
  try {
    await meanSeconds(executor, batches, batches.length); // compiles
    const first = await meanSeconds(executor, batches, 2);
    const count = Math.max(2, Math.ceil(budgetSeconds / first));
    const rounds = [0, 1, 2].map(() => count);
    const times: number[] = [];
    for (const steps of rounds) times.push(await meanSeconds(executor, batches, steps));
    const flops = batches.reduce((total, batch) => total + flopsOf(program, 'train', batch), 0) / batches.length;
    return { seconds: median(times), flops };
  } finally {
    await executor.close();
  }
}

/** Mean seconds of a step over `steps` steps. */
async function meanSeconds(executor: Executor, batches: readonly Batch[], steps: number): Promise<number> {
  const pending: Promise<Float32Array>[] = [];
  const begin = performance.now();
  for (let step = 1; step <= steps; step++) {
    await executor.run('train', batches[step % batches.length]!, scalars(step));
    pending.push(executor.read('losses'));
    if (pending.length > (executor.lag ?? 0)) await pending.shift();
  }
  await Promise.all(pending);
  return (performance.now() - begin) / 1000 / steps;
}

/** The time between the first and the last call of a step on the GPU, and the share of it in which no call runs; null without time stamps. */
export async function idleShare(device: WebgpuDevice, shape: ModelShape, batch: Batch) {
  const { device: gpu } = device.gpu;
  if (!gpu.features.has('timestamp-query')) return null;
  const program = safrProgram(shape, paperObjective);
  const executor = await device.load(program);
  const count = 2 * executor.callsOf('train');
  const querySet = gpu.createQuerySet({ type: 'timestamp', count });
  const resolved = gpu.createBuffer({ size: 8 * count, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC });
  const staging = gpu.createBuffer({ size: 8 * count, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  for (let step = 1; step <= 3; step++) await executor.runStamped('train', batch, scalars(step), { querySet });
  const encoder = gpu.createCommandEncoder();
  encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
  encoder.copyBufferToBuffer(resolved, 0, staging, 0, 8 * count);
  gpu.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const stamps = Array.from(new BigUint64Array(staging.getMappedRange().slice(0)), Number);
  await executor.close();
  const span = stamps.at(-1)! - stamps[0]!;
  let busy = 0;
  for (let i = 0; i < count; i += 2) busy += stamps[i + 1]! - stamps[i]!;
  return { milliseconds: span / 1e6, idle: 1 - busy / span };
}
