import { join } from 'node:path';
import * as z from 'zod';
import { UserError } from '../../common/userError.ts';
import type { TextReader } from '../dataset/textReader.ts';
import type { Experiment } from '../experiment/schema.ts';
import { readTorch } from '../model/parameters.ts';
import { modelShape, type ModelShape } from '../model/modelShape.ts';
import { shapeProblem } from '../model/shapeProblem.ts';
import { openTextReader } from './openTextReader.ts';
import { readRun } from './readRun.ts';
import { runFiles } from './runFiles.ts';
import { openSafetensorsFile, withSafetensorsFile, type SafetensorsFile } from '../model/safetensorsFile.ts';

/** Everything needed to predict with the model of a run. */
export interface RunModel {
  readonly shape: ModelShape;
  readonly parameters: ReadonlyMap<string, Float32Array>;
  readonly reader: TextReader;
  readonly classes: readonly string[];
  readonly experiment: Experiment;
}

const count = z.int().min(1);
const pretrainedSchema = z.object({
  positions: count,
  segments: z.int().min(0),
  activation: z.enum(['relu', 'gelu', 'geluTanh']),
  epsilon: z.number(),
  head: z.enum(['tanh', 'relu']),
});
const shapeSchema = z.object({
  vocabulary: count,
  classes: count,
  width: count,
  heads: count,
  layers: count,
  feedForward: count,
  activeNeurons: count.optional(),
  maskHidden: count.nullable(),
  maxLength: count,
  dropout: z.number(),
  pretrained: pretrainedSchema.nullable().default(null), // absent in runs of earlier versions
});

/** A run's model of which the parameters are read one by one. */
export interface StoredModel extends Omit<RunModel, 'parameters'> {
  readonly parameters: () => AsyncGenerator<[name: string, values: Float32Array]>;
}

/** Loads the weights of the best epoch. Errors: UserError where the run has none or a file is damaged. */
export async function loadRunModel(directory: string): Promise<RunModel> {
  const { parameters, ...model } = await openStoredModel(directory);
  return { ...model, parameters: new Map(await collected(parameters())) };
}

/** Like `loadRunModel`, without a copy of the weights in memory. Errors: the same; those of damaged values when they are read. */
export async function openStoredModel(directory: string): Promise<StoredModel> {
  const { hasWeights, experiment, classes, record } = await readRun(directory);
  const path = join(directory, runFiles.weights);
  if (!hasWeights && record.ended !== null && record.best !== null) {
    throw new UserError(`${path}: no such file`, 'Restore the weights of this run, or train again.');
  }
  if (!hasWeights) {
    throw new UserError(
      `${path}: there are no weights yet: no epoch is finished`,
      'Wait for the first epoch, or train again.',
    );
  }
  const reader = await openTextReader({ directory, experiment });
  const shape = await withSafetensorsFile(path, async (file) => shapeOf(file));
  checkSameModel(shape, experiment, path);
  if (
    (shape.pretrained ? shape.vocabulary < reader.size : shape.vocabulary !== reader.size) ||
    shape.classes !== classes.length
  ) {
    throw new UserError(
      `${path}: the model has ${shape.vocabulary} words and ${shape.classes} classes, the run has ${reader.size} and ${classes.length}`,
      'Restore the weights of this run, or train again.',
    );
  }
  return { shape, parameters: () => parametersIn(path, shape), reader, classes, experiment };
}

async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The model shape in a file's metadata. */
function shapeOf({ path, metadata, entries }: SafetensorsFile): ModelShape {
  const remedy = 'Restore the weights of this run, or train again.';
  let shape: ModelShape;
  try {
    shape = shapeSchema.parse(JSON.parse(metadata['shape'] ?? ''));
  } catch {
    throw new UserError(`${path}: its metadata has no model shape`, remedy);
  }
  const problem = shapeProblem(shape, entries.size);
  if (problem !== null) throw new UserError(`${path}: its metadata has no valid model shape: ${problem}`, remedy);
  return shape;
}

/** Errors: UserError where the experiment of the run, which texts are prepared by, describes another model. */
function checkSameModel(shape: ModelShape, experiment: Experiment, path: string): void {
  if (shape.pretrained) return;
  const described = modelShape(experiment, shape.vocabulary, shape.classes);
  const names = ['width', 'heads', 'layers', 'feedForward', 'activeNeurons', 'maskHidden', 'maxLength'] as const;
  const different = names.find((name) => described[name] !== shape[name]);
  if (different === undefined) return;
  throw new UserError(
    `${path}: its model has ${different} ${shape[different] ?? 'none'}, the run's experiment has ${described[different] ?? 'none'}`,
    'Restore the experiment or the weights of this run, or train again.',
  );
}

/** Errors: UserError naming a tensor that is missing or of another size. */
async function* parametersIn(path: string, shape: ModelShape): ReturnType<StoredModel['parameters']> {
  const file = await openSafetensorsFile(path);
  try {
    yield* readTorch(shape, async (name) => {
      const values = file.entries.has(name) ? await file.read(name) : null;
      return values instanceof Float32Array ? values : undefined;
    });
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${path}: ${(error as Error).message}`, 'Restore the file, or train again.');
  } finally {
    await file.close();
  }
}
