import * as z from 'zod';
import type { Executor } from '../../engine/device.ts';
import { UserError } from '../../common/userError.ts';
import { readParameters, writeParameters } from '../model/loadModel.ts';
import { parameterSpecs, type Parameters, type ParameterSpec } from '../model/parameters.ts';
import { firstMomentOf, secondMomentOf } from '../model/safrProgram.ts';
import { trainedPart, type Trainable } from '../model/trainedPart.ts';
import type { ModelShape } from '../model/modelShape.ts';
import { readSafetensors, writeSafetensors, type Safetensors, type Tensor } from '../model/safetensors.ts';
import { runRecordSchema } from '../runs/runRecord.ts';
import type { Progress } from './progress.ts';
import { RunningMeans } from './runningMeans.ts';

/** The state from which a training is resumed. The order of the data and all random numbers follow from seed, epoch and step. */
export interface Checkpoint {
  readonly seed: number;
  /** See `RunWriter.experimentHash`; null in checkpoints of earlier versions. */
  readonly experiment: string | null;
  readonly progress: Progress;
  readonly model: TrainedState;
}

/** All parameters, and Adam's moments of those that are trained, each keyed by the name of the parameter. */
export interface TrainedState {
  readonly parameters: Parameters;
  readonly firstMoments: Parameters;
  readonly secondMoments: Parameters;
}

const count = z.int().min(0);
const progressSchema = z.object({
  epochs: count,
  batch: count,
  step: count,
  best: runRecordSchema.shape.best,
  epochsWithoutImprovement: count,
  seconds: z.number(),
});
const metadataSchema = z.object({
  seed: count,
  experiment: z.string().nullable().default(null),
  progress: progressSchema,
});

const epochMeans = 'progress.epochMeans';
const recentMeans = 'progress.recentMeans';

/** Reads copies of all parameters and moments from the device. */
export async function readTrainedState(
  executor: Executor,
  shape: ModelShape,
  trainable?: Trainable,
): Promise<TrainedState> {
  const readMoments = async (nameOf: (parameter: string) => string) => {
    const moments = new Map<string, Float32Array>();
    for (const { name } of trainedSpecs(shape, trainable)) moments.set(name, await executor.read(nameOf(name)));
    return moments;
  };
  return {
    parameters: await readParameters(executor, shape),
    firstMoments: await readMoments(firstMomentOf),
    secondMoments: await readMoments(secondMomentOf),
  };
}

/** Writes Adam's moments to the device; `loadModel` writes the parameters. */
export async function writeMoments(executor: Executor, { firstMoments, secondMoments }: TrainedState): Promise<void> {
  await writeParameters(executor, renamed(firstMoments, firstMomentOf));
  await writeParameters(executor, renamed(secondMoments, secondMomentOf));
}

/** Writes a checkpoint atomically. Errors: as `atomicWrite`. */
export async function writeCheckpoint(path: string, shape: ModelShape, checkpoint: Checkpoint): Promise<void> {
  const { parameters, firstMoments, secondMoments } = checkpoint.model;
  const { epochMeans: epoch, recentMeans: recent, ...progress } = checkpoint.progress;
  const values = new Map([
    ...parameters,
    ...renamed(firstMoments, firstMomentOf),
    ...renamed(secondMoments, secondMomentOf),
  ]);
  const tensors: Tensor[] = parameterSpecs(shape).flatMap((spec) =>
    buffersOf(spec.name)
      .filter((name) => values.has(name))
      .map((name) => ({ name, shape: spec.shape, values: values.get(name)! })),
  );
  tensors.push({ name: epochMeans, shape: [RunningMeans.length], values: epoch.sums });
  tensors.push({ name: recentMeans, shape: [RunningMeans.length], values: recent.sums });
  const { seed, experiment } = checkpoint;
  await writeSafetensors(path, tensors, { checkpoint: JSON.stringify({ seed, experiment, progress }) });
}

/**
 * Reads a checkpoint. `expected`: the run's identity. Errors: UserError if the file is missing or damaged, or belongs to another run or to
 * a model of another shape.
 */
export async function readCheckpoint(
  path: string,
  shape: ModelShape,
  expected: { readonly seed: number; readonly experiment: string; readonly trainable?: Trainable | undefined },
): Promise<Checkpoint> {
  const file = await readSafetensors(path);
  const floats = (name: string, length: number) => valuesOf(path, file, Float32Array, name, length);
  const sums = (name: string) => new RunningMeans(valuesOf(path, file, Float64Array, name, RunningMeans.length));
  const readAll = (specs: readonly ParameterSpec[], nameOf = (parameter: string) => parameter): Parameters =>
    new Map(specs.map((spec) => [spec.name, floats(nameOf(spec.name), product(spec.shape))]));
  const trained = trainedSpecs(shape, expected.trainable);
  const { seed, experiment, progress } = metadataOf(path, file);
  if (seed !== expected.seed) throw checkpointError(path, `its seed is ${seed}, the run's is ${expected.seed}`);
  if (experiment !== null && experiment !== expected.experiment) {
    throw checkpointError(path, 'it was written for another experiment');
  }
  return {
    ...{ seed, experiment },
    progress: { ...progress, epochMeans: sums(epochMeans), recentMeans: sums(recentMeans) },
    model: {
      parameters: readAll(parameterSpecs(shape)),
      firstMoments: readAll(trained, firstMomentOf),
      secondMoments: readAll(trained, secondMomentOf),
    },
  };
}

const trainedSpecs = (shape: ModelShape, trainable?: Trainable) =>
  parameterSpecs(shape).filter(({ name }) => trainedPart(shape, trainable).isTrained(name));

const buffersOf = (parameter: string) => [parameter, firstMomentOf(parameter), secondMomentOf(parameter)];

const renamed = (values: Parameters, nameOf: (parameter: string) => string): Parameters =>
  new Map(Array.from(values, ([name, tensor]) => [nameOf(name), tensor]));

const product = (shape: readonly number[]) => shape.reduce((all, n) => all * n, 1);

function metadataOf(path: string, { metadata }: Safetensors) {
  try {
    return metadataSchema.parse(JSON.parse(metadata['checkpoint'] ?? ''));
  } catch {
    throw checkpointError(path, 'its metadata do not say how far the training had come');
  }
}

function valuesOf<T extends Float32Array | Float64Array>(
  path: string,
  { tensors }: Safetensors,
  type: new () => T,
  name: string,
  length: number,
): T {
  const values = tensors.get(name)?.values;
  if (!(values instanceof type)) throw checkpointError(path, `tensor "${name}" is missing or of another type`);
  if (values.length !== length)
    throw checkpointError(path, `tensor "${name}" has ${values.length} values, not ${length}`);
  return values;
}

function checkpointError(path: string, what: string): UserError {
  return new UserError(`${path}: not a checkpoint of this run: ${what}`, 'Restore the file, or train again.');
}
