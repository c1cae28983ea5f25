import { dirname } from 'node:path';
import type { Device, Trial } from '../../engine/device.ts';
import { listed } from '../../common/format.ts';
import { DeviceFailure } from '../../engine/deviceFailure.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { sentenceOf } from '../evaluation/observe.ts';
import { measureSample } from '../evaluation/measureSample.ts';
import type { Model } from '../model/model.ts';
import { readExperiment } from '../experiment/parseExperiment.ts';
import type { Experiment } from '../experiment/schema.ts';
import { makeBatch } from '../model/batch.ts';
import { describeEnvironment } from '../runs/environment.ts';
import {
  encoderParameters,
  openEncoder,
  paddingOf,
  encoderReading,
  shapeOf,
  withEncoder,
  type Encoder,
} from '../runs/encoder.ts';
import { checkEncoder } from '../runs/encoderProblem.ts';
import { encoderOf } from '../runs/openTextReader.ts';
import { readRun } from '../runs/readRun.ts';
import { storedPath } from '../runs/runFiles.ts';
import { RunWriter } from '../runs/runWriter.ts';
import { classWeights } from '../training/classWeights.ts';
import type { Checkpoint } from '../training/checkpoint.ts';
import { checkKnownWords } from '../dataset/summary/checkKnownWords.ts';
import { checkModelSize } from '../model/checkModelSize.ts';
import type { ModelShape } from '../model/modelShape.ts';
import { classifierParameters, readClasses } from '../model/pretrained/classifier.ts';
import { classOrder } from '../model/pretrained/classOrder.ts';
import { findPretrainedFolder } from '../model/pretrained/findFolder.ts';
import { trainingObjective } from '../model/trainingObjective.ts';
import { checkResumable, resumeRun } from '../training/resumeRun.ts';
import { stepTrial } from '../training/stepTrial.ts';
import { keepWeights } from '../training/keepWeights.ts';
import { planTraining, train } from '../training/train.ts';
import type { TrainingResult } from '../training/trainingEvent.ts';
import { evaluateOn, rivalSettings } from './evaluateRun.ts';
import { readData, readDataOf } from './readData.ts';
import type { StoredEvaluation } from '../runs/evaluationFile.ts';
import { currentSlices } from './slices.ts';
import { withOverrides, withDevice, type DeviceOverrides, type WorkflowContext } from './workflowContext.ts';

export interface TrainOptions extends WorkflowContext, DeviceOverrides {
  readonly experimentPath: string;
  /** Overrides the experiment's seed. */
  readonly seed?: number | undefined;
  readonly runsDirectory: string;
  /** The version of SAFR Studio, recorded in the run. */
  readonly version: string;
  /** Whether to evaluate the trained model on the test split. */
  readonly evaluate: boolean;
}

export interface ResumeOptions extends WorkflowContext, DeviceOverrides {
  /** The directory of the run. */
  readonly directory: string;
  readonly evaluate: boolean;
}

export interface TrainedRun {
  readonly id: string;
  readonly directory: string;
  readonly training: TrainingResult;
  /** null if it was not requested, the training was stopped, or the test split has no labels. */
  readonly evaluation: StoredEvaluation | null;
}

/** The fraction k of the dev SRS in the metrics. */
const devFraction = 0.3;

/**
 * Trains an experiment file in a new run directory. Nothing is written until the file and the data have been read and the device has been
 * opened. Aborting keeps what has been trained; before the first step it throws the signal's reason. Errors: UserError of any step.
 */
export async function trainExperiment(options: TrainOptions): Promise<TrainedRun> {
  const file = readExperiment(options.experimentPath);
  return trainResolved({ ...options, experiment: { ...file, seed: options.seed ?? file.seed } });
}

/** Like `trainExperiment`, with an experiment that has been read; paths of its data are relative to `experimentPath`. */
export async function trainResolved(
  options: Omit<TrainOptions, 'seed'> & { readonly experiment: Experiment },
): Promise<TrainedRun> {
  const { experimentPath, runsDirectory, version: safr } = options;
  const encoder = await findEncoder(options.experiment, experimentPath);
  const experiment = withOverrides(encoder ? withEncoder(options.experiment, encoder) : options.experiment, options);
  const data = await readData(experiment, experimentPath, options, {
    subwords: encoder?.reader,
    slices: experiment.slices,
  });
  checkKnownWords(data.summary, ['dev', 'test'], experiment);
  checkModelSize(shapeOf(experiment, data, encoder), experiment);
  classWeights(experiment.training, data); // its errors, before anything is written
  const warnings = encoder && isUntrained(experiment) ? await orderWarnings(encoder.path, data.classes, options) : [];
  return withFallbackDevice(experiment, data, encoder, options, async (device, onEvent) => {
    options.signal?.throwIfAborted();
    if (!isUntrained(experiment)) planTraining(experiment, data, device, encoder); // its errors, before anything is written
    const { classes, vocabulary, source, splitRule, identities, summary } = data;
    const { threads } = experiment;
    const folder = dirname(experimentPath);
    const files = source.files.map((file) => ({ ...file, path: storedPath(folder, file.path) }));
    const environment = describeEnvironment({ safr, device: device.description, threads, data: files });
    const run = await RunWriter.create({
      runsDirectory,
      experiment,
      experimentPath,
      environment,
      data: { splitRule, splits: identities, summary: { ...summary, warnings: [...summary.warnings, ...warnings] } },
      classes,
      vocabulary,
      encoder,
    });
    return trainRun({ ...options, onEvent, experiment, data, device, run, encoder });
  });
}

/** Resumes a run that was stopped or interrupted; the result is the same as without the interruption. Errors: as `resumeRun`. */
export async function resumeTraining(options: ResumeOptions): Promise<TrainedRun> {
  const stored = await readRun(options.directory);
  checkResumable(stored);
  const experiment = withOverrides(stored.experiment, options);
  const data = await readDataOf(stored, options, currentSlices(stored, options.onEvent));
  const encoder = await encoderOf(stored);
  checkModelSize(shapeOf(experiment, data, encoder), experiment);
  return withFallbackDevice(experiment, data, encoder, options, async (device, onEvent) => {
    options.signal?.throwIfAborted();
    planTraining(experiment, data, device, encoder); // its errors, before the run is marked as running
    const { run, checkpoint } = await resumeRun(stored, data, device.description, encoder);
    const { experimentPath } = stored;
    const training = { ...options, onEvent, experiment, data, device, run, encoder, experimentPath };
    return trainRun({ ...training, ...(checkpoint && { checkpoint }) });
  });
}

/** The device to continue on after the one that `auto` chose has failed. */
const fallbackDevice = 'wasm';

/** Trains on the experiment's device. If `auto` chose it and it fails, the run is resumed from its last epoch on the fallback device. */
async function withFallbackDevice(
  experiment: Experiment,
  data: Dataset,
  encoder: Encoder | null,
  options: WorkflowContext & { readonly evaluate: boolean },
  trainOn: (device: Device, onEvent: WorkflowContext['onEvent']) => Promise<TrainedRun>,
): Promise<TrainedRun> {
  let directory: string | null = null;
  const onEvent: WorkflowContext['onEvent'] = (event) => {
    if (event.kind === 'run') directory = event.directory;
    options.onEvent?.(event);
  };
  try {
    return await withDevice(
      experiment,
      options,
      (device) => trainOn(device, onEvent),
      trialFor(experiment, data, encoder),
    );
  } catch (error) {
    if (!(error instanceof DeviceFailure) || experiment.device !== 'auto' || directory === null) throw error;
    options.onEvent?.({ kind: 'fallback', device: fallbackDevice, reason: error.message });
    const { threads } = experiment;
    return resumeTraining({ ...options, directory, device: fallbackDevice, threads: threads ?? undefined });
  }
}

/** A trial of a training step on the first sentences of the training split; undefined where nothing is trained. */
function trialFor(experiment: Experiment, data: Dataset, encoder: Encoder | null): Trial | undefined {
  if (isUntrained(experiment)) return undefined;
  const { train } = data;
  const count = Math.min(experiment.training.batchSize, train.length);
  const sentences = Array.from({ length: count }, (_, index) => sentenceOf(train, index));
  const batch = makeBatch(sentences, paddingOf(experiment, encoder));
  const planFor = (device: Device) => planTraining(experiment, data, device, encoder);
  return stepTrial(shapeOf(experiment, data, encoder), trainingObjective(experiment), batch, planFor);
}

/** The encoder that an experiment file names; null where it names none. Errors: UserError. */
async function findEncoder(experiment: Experiment, experimentPath: string): Promise<Encoder | null> {
  const { pretrained } = experiment.model;
  if (pretrained === undefined) return null;
  const encoder = await openEncoder(
    await findPretrainedFolder(pretrained, dirname(experimentPath)),
    encoderReading(experiment),
  );
  checkEncoder(experiment, encoder, experimentPath);
  return encoder;
}

/** Whether the folder of an encoder is taken as it is. */
const isUntrained = ({ model }: Experiment) => model.trainable === 'none';

/** Warns if the classes of a folder's head are not found by name. Errors: UserError if it has no head, or other classes. */
async function orderWarnings(folder: string, classes: readonly string[], { onEvent }: WorkflowContext) {
  const own = await readClasses(folder);
  if (classOrder(folder, own, classes).isByName) return [];
  const message = `the classes of ${folder} (${listed(own)}) have other names: they are taken in order for those of the data (${listed(classes)})`;
  onEvent?.({ kind: 'warning', message });
  return [message];
}

/** The parameters that a run of an encoder starts from. They are only read where no checkpoint has others. */
function startOf({ experiment, experimentPath, data }: Training) {
  const { model, seed } = experiment;
  return async function* (shape: ModelShape) {
    const folder = await findPretrainedFolder(model.pretrained!, dirname(experimentPath));
    if (isUntrained(experiment)) {
      const { order } = classOrder(folder, await readClasses(folder), data.classes);
      yield* classifierParameters(folder, shape, order);
    } else yield* encoderParameters(folder, shape, seed);
  };
}

interface Training extends WorkflowContext {
  readonly experiment: Experiment;
  readonly data: Dataset;
  readonly device: Device;
  readonly run: RunWriter;
  readonly encoder: Encoder | null;
  readonly experimentPath: string;
  readonly checkpoint?: Checkpoint;
  readonly evaluate: boolean;
}

async function trainRun(training: Training): Promise<TrainedRun> {
  const { experiment, data, device, run, signal, onEvent } = training;
  const { id, directory } = run;
  onEvent?.({ kind: 'run', id, directory, resumed: training.checkpoint !== undefined });
  const result = await (isUntrained(experiment) ? keepFolder(training) : trainModel(training));
  const evaluated = training.evaluate && data.test.isLabelled && result.state === 'finished';
  const rivals = rivalSettings(experiment);
  const evaluation = evaluated ? await evaluateOn(device, directory, data, 'test', { signal, onEvent, rivals }) : null;
  return { id, directory, training: result, evaluation };
}

function trainModel(training: Training): Promise<TrainingResult> {
  const { experiment, data, device, run, encoder, checkpoint, signal, onEvent } = training;
  const { unit } = experiment.evaluation;
  const sample = experiment.training.devSample;
  const measureDev = (model: Model) =>
    measureSample({ ...model, split: data.dev, fraction: devFraction, unit, sample, signal });
  return train({
    ...{ experiment, data, device, run, measureDev },
    ...(checkpoint && { checkpoint }),
    ...(encoder && { encoder: { ...encoder, parameters: startOf(training) } }),
    ...(signal && { signal }),
    ...(onEvent && { onEvent }),
  });
}

async function keepFolder(training: Training): Promise<TrainingResult> {
  const { experiment, data, run, encoder, onEvent } = training;
  const shape = shapeOf(experiment, data, encoder);
  const result = await keepWeights(run, shape, startOf(training)(shape));
  onEvent?.({ kind: 'end', result });
  return result;
}
