import * as z from 'zod';
import { UserError } from '../../common/userError.ts';
import { firstMomentOf, secondMomentOf } from '../model/adam.ts';
import { elements, parameterSpecs, type BufferValues } from '../model/parameters.ts';
import { firingBuffers } from '../model/firingRate.ts';
import type { TrainingObjective } from '../model/safrProgram.ts';
import { trainedPart } from '../model/trainedPart.ts';
import type { ModelShape } from '../model/modelShape.ts';
import { streamSafetensors, type Tensor } from '../model/safetensors.ts';
import { withSafetensorsFile, type SafetensorsFile } from '../model/safetensorsFile.ts';
import type { Dtype } from '../model/safetensorsHeader.ts';
import { runRecordSchema } from '../runs/runRecord.ts';
import type { Progress } from './progress.ts';
import { RunningMeans } from './runningMeans.ts';

/** The state from which a training is resumed. The order of the data and all random numbers follow from seed, epoch and step. */
export interface Checkpoint {
  readonly seed: number;
  /** See `RunWriter.experimentHash`; null in checkpoints of earlier versions. */
  readonly experiment: string | null;
  readonly progress: Progress;
  /** The buffers of `trainedBuffers`; those of a file are read when they are asked for. */
  readonly buffers: BufferValues;
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

/** What of the objective decides which buffers a training has. */
type BufferedObjective = Pick<TrainingObjective, 'trainable' | 'firingRate'>;

/** The buffers that a training is resumed with: all parameters, Adam's moments of those that are trained, and counts of firings. */
export function trainedBuffers(
  shape: ModelShape,
  { trainable, firingRate }: BufferedObjective = {},
): Pick<Tensor, 'name' | 'shape'>[] {
  const { isTrained } = trainedPart(shape, trainable);
  const ofParameters = parameterSpecs(shape).flatMap(({ name, shape: dims }) => {
    const names = isTrained(name) ? [name, firstMomentOf(name), secondMomentOf(name)] : [name];
    return names.map((buffer) => ({ name: buffer, shape: dims }));
  });
  return firingRate ? [...ofParameters, ...firingBuffers(shape)] : ofParameters;
}

/** The values of these buffers one by one. */
export async function* readBuffers(
  entries: readonly Pick<Tensor, 'name'>[],
  buffers: BufferValues,
): AsyncGenerator<[name: string, values: Float32Array]> {
  for (const { name } of entries) yield [name, (await buffers.get(name))!];
}

/** Writes a checkpoint atomically. Errors: as `atomicWrite`. */
export async function writeCheckpoint(
  path: string,
  shape: ModelShape,
  { seed, experiment, progress, buffers }: Checkpoint,
  objective?: BufferedObjective,
): Promise<void> {
  const { epochMeans: epoch, recentMeans: recent, ...counts } = progress;
  const means = [
    { name: epochMeans, shape: [RunningMeans.length], values: epoch.sums },
    { name: recentMeans, shape: [RunningMeans.length], values: recent.sums },
  ];
  const entries = trainedBuffers(shape, objective);
  const metadata = { checkpoint: JSON.stringify({ seed, experiment, progress: counts }) };
  await streamSafetensors(path, means, entries, valuesOnly(readBuffers(entries, buffers)), metadata);
}

async function* valuesOnly(buffers: ReturnType<typeof readBuffers>): AsyncGenerator<Float32Array> {
  for await (const [, values] of buffers) yield values;
}

/**
 * Reads a checkpoint but for its buffers. `expected`: the run's identity. Errors: UserError if the file is missing or damaged, or belongs to
 * another run or to a model of another shape.
 */
export async function readCheckpoint(
  path: string,
  shape: ModelShape,
  expected: { readonly seed: number; readonly experiment: string; readonly objective?: BufferedObjective },
): Promise<Checkpoint> {
  return withSafetensorsFile(path, async (file) => {
    const { seed, experiment, progress } = metadataOf(file);
    if (seed !== expected.seed) throw checkpointError(path, `its seed is ${seed}, the run's is ${expected.seed}`);
    if (experiment !== null && experiment !== expected.experiment) {
      throw checkpointError(path, 'it was written for another experiment');
    }
    for (const entry of trainedBuffers(shape, expected.objective)) checkEntry(file, entry, 'F32');
    const sums = async (name: string) => {
      const isEarlier = file.entries.get(name)?.shape[0] === RunningMeans.earlierLength;
      checkEntry(file, { name, shape: [isEarlier ? RunningMeans.earlierLength : RunningMeans.length] }, 'F64');
      return new RunningMeans((await file.read(name)) as Float64Array);
    };
    const means = { epochMeans: await sums(epochMeans), recentMeans: await sums(recentMeans) };
    return { seed, experiment, progress: { ...progress, ...means }, buffers: buffersIn(path) };
  });
}

/** Opens the file for each buffer, so that none of them is kept in memory. */
function buffersIn(path: string): BufferValues {
  return { get: async (name) => withSafetensorsFile(path, async (file) => (await file.read(name)) as Float32Array) };
}

function metadataOf({ path, metadata }: SafetensorsFile) {
  try {
    return metadataSchema.parse(JSON.parse(metadata['checkpoint'] ?? ''));
  } catch {
    throw checkpointError(path, 'its metadata do not say how far the training had come');
  }
}

function checkEntry({ path, entries }: SafetensorsFile, { name, shape }: Pick<Tensor, 'name' | 'shape'>, dtype: Dtype) {
  const entry = entries.get(name);
  if (entry?.dtype !== dtype) throw checkpointError(path, `tensor "${name}" is missing or of another type`);
  const [found, expected] = [elements(entry.shape), elements(shape)];
  if (found !== expected) throw checkpointError(path, `tensor "${name}" has ${found} values, not ${expected}`);
}

function checkpointError(path: string, what: string): UserError {
  return new UserError(`${path}: not a checkpoint of this run: ${what}`, 'Restore the file, or train again.');
}
