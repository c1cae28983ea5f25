import { setImmediate } from 'node:timers/promises';
import type { Device, Executor } from '../../engine/device.ts';
import { permutation, splitStream } from '../../common/permutation.ts';
import type { SampleMeasures } from '../evaluation/measureSample.ts';
import type { Model } from '../model/model.ts';
import { informationWeight, objective, type Objective } from '../experiment/objective.ts';
import type { Experiment } from '../experiment/schema.ts';
import { makeBatch, type Sentence } from '../model/batch.ts';
import { loadModel } from '../model/loadModel.ts';
import { initialParameters } from '../model/parameters.ts';
import { safrProgram } from '../model/safrProgram.ts';
import { type ModelShape, modelShape } from '../model/modelShape.ts';
import type { RunWriter } from '../runs/runWriter.ts';
import { accuracy, countCorrect, sentenceOf } from './accuracy.ts';
import { readTrainedState, writeCheckpoint, writeMoments, type Checkpoint, type TrainedState } from './checkpoint.ts';
import { checkLosses, checkParameters, placeOf } from './divergence.ts';
import { Pace } from './pace.ts';
import { initialProgress, type Progress } from './progress.ts';
import { namedLosses, RunningMeans } from './runningMeans.ts';
import { learningRateAt } from './schedule.ts';
import type { TrainingData } from './trainingData.ts';
import type { TrainingEvent, TrainingResult } from './trainingEvent.ts';

export interface TrainingInput {
  readonly experiment: Experiment;
  readonly data: TrainingData;
  readonly device: Device;
  readonly run: RunWriter;
  /** Where to go on, see `resumeRun`; taken over. */
  readonly checkpoint?: Checkpoint;
  /** Ends the training after the step at hand; the run can be resumed. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: TrainingEvent) => void;
  /** Measures a sample of the dev split after each epoch (from 1): `devSrs` and `neurons` of the metrics. May throw once `signal` aborts. */
  readonly measureDev: (model: Model, epoch: number) => Promise<SampleMeasures>;
}

/** Steps a summary in the metrics covers. */
const summarySteps = 20;

/** Stream of the order of an epoch, from 0. */
const orderStream = (epoch: number) => splitStream + 1 + epoch;

/**
 * Trains until the dev accuracy has not risen for `patience` epochs, the epochs are over or `signal` aborts. The run then holds the
 * weights of the best dev epoch, the earliest of equal ones, and a checkpoint. Every step follows from the experiment, the data and
 * the steps before, wherever the training was cut and resumed. Errors: UserError where a loss or parameter is no longer finite or a
 * file cannot be written; the run is then marked failed and keeps its last checkpoint.
 */
export async function train(input: TrainingInput): Promise<TrainingResult> {
  const result = await trainAndRecord(input);
  input.onEvent?.({ kind: 'end', result });
  return result;
}

async function trainAndRecord(input: TrainingInput): Promise<TrainingResult> {
  const { run } = input;
  try {
    const result = await withTrainer(input, (trainer) => trainer.train());
    await run.end(result.state, result.reason);
    return result;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await run.end('failed', reason).catch(() => undefined); // the first error tells more
    throw error;
  }
}

async function withTrainer<T>(input: TrainingInput, use: (trainer: Trainer) => Promise<T>): Promise<T> {
  const { experiment, data, device, checkpoint } = input;
  const shape = modelShape(experiment, data.vocabulary.size, data.classes.length);
  const goal = objective(experiment.safr);
  const program = safrProgram(shape, {
    importance: goal.importance,
    importanceSite: experiment.safr.importanceSite,
    interaction: goal.interaction,
    information: goal.mask && goal.information.start > 0,
    gradientClip: experiment.training.gradientClip,
  });
  const parameters = checkpoint?.model.parameters ?? initialParameters(shape, experiment.seed);
  const executor = await loadModel(device, program, shape, parameters);
  try {
    if (checkpoint) await writeMoments(executor, checkpoint.model);
    return await use(new Trainer(input, executor, shape, goal));
  } finally {
    await executor.close();
  }
}

/** A step whose results are on their way. */
interface StepUnderway {
  readonly step: number;
  readonly sentences: readonly Sentence[];
  readonly losses: Promise<Float32Array>;
  readonly probabilities: Promise<Float32Array>;
}

class Trainer {
  readonly #input: TrainingInput;
  readonly #executor: Executor;
  readonly #model: Model;
  readonly #goal: Objective;
  readonly #progress: Progress;
  readonly #earlierSeconds: number;
  readonly #stepsPerEpoch: number;
  readonly #pace = new Pace();
  /** In order; a device that computes elsewhere has some in hand while the first one's results come back. */
  readonly #underway: StepUnderway[] = [];
  /** When the last results came, or the first of the steps under way began. */
  #since = 0;

  constructor(input: TrainingInput, executor: Executor, shape: ModelShape, goal: Objective) {
    const { data, checkpoint } = input;
    const { model, training } = input.experiment;
    const { maxLength } = shape;
    this.#input = input;
    this.#executor = executor;
    this.#goal = goal;
    this.#model = {
      executor,
      shape,
      padding: model.padding === 'max' ? { padding: 'max', maxLength } : { padding: 'none' },
    };
    this.#progress = checkpoint?.progress ?? initialProgress();
    this.#earlierSeconds = this.#progress.seconds;
    this.#stepsPerEpoch = Math.ceil(data.train.length / training.batchSize);
  }

  async train(): Promise<TrainingResult> {
    const { epochs, patience } = this.#input.experiment.training;
    const progress = this.#progress;
    this.#tell({ kind: 'start', step: progress.step, epochs, stepsPerEpoch: this.#stepsPerEpoch });
    for (;;) {
      if (progress.epochsWithoutImprovement >= patience) {
        return this.#result('finished', `no better dev accuracy for ${patience} epochs`);
      }
      if (progress.epochs === epochs) return this.#result('finished', `all ${epochs} epochs done`);
      const stopped = !(await this.#trainEpoch());
      if (stopped) {
        await this.#saveStopped();
        return this.#result('stopped', `stopped in epoch ${this.#epoch} after ${progress.batch} steps`);
      }
    }
  }

  /** The epoch at hand, from 1. */
  get #epoch(): number {
    return this.#progress.epochs + 1;
  }

  /** False where it was stopped before its end. */
  async #trainEpoch(): Promise<boolean> {
    const { experiment, data, signal } = this.#input;
    const { batchSize } = experiment.training;
    const order = permutation(experiment.seed, orderStream(this.#progress.epochs), data.train.length);
    for (;;) {
      const batch = this.#progress.batch + this.#underway.length;
      if (batch === this.#stepsPerEpoch || signal?.aborted) break;
      const chosen = order.subarray(batch * batchSize, (batch + 1) * batchSize);
      await this.#begin(Array.from(chosen, (index) => sentenceOf(data.train, index)));
      await this.#settle(this.#executor.lag ?? 0);
      await setImmediate();
    }
    await this.#settle(0);
    return this.#progress.batch === this.#stepsPerEpoch && this.#finishEpoch();
  }

  async #begin(sentences: readonly Sentence[]): Promise<void> {
    const { step: taken, epochs } = this.#progress;
    if (this.#underway.length === 0) this.#since = performance.now();
    const step = taken + this.#underway.length + 1;
    await this.#executor.run('train', makeBatch(sentences, this.#model.padding), {
      seed: this.#input.experiment.seed,
      step,
      learningRate: learningRateAt(this.#input.experiment.training, step),
      informationWeight: informationWeight(this.#goal.information, epochs),
    });
    const losses = this.#executor.read('losses');
    const probabilities = this.#executor.read('probabilities');
    for (const read of [losses, probabilities]) read.catch(() => undefined); // told when it is awaited
    this.#underway.push({ step, sentences, losses, probabilities });
  }

  /** Takes the results of all steps under way but the last `most`. */
  async #settle(most: number): Promise<void> {
    while (this.#underway.length > most) {
      await this.#finish(this.#underway[0]!);
      this.#underway.shift();
      if (this.#progress.batch % summarySteps === 0) await this.#summarize();
    }
  }

  async #finish({ step, sentences, ...underway }: StepUnderway): Promise<void> {
    const progress = this.#progress;
    const losses = await underway.losses;
    checkLosses(losses, placeOf(this.#epoch, step));
    const correct = countCorrect(await underway.probabilities, sentences);
    for (const means of [progress.epochMeans, progress.recentMeans]) means.add(losses, correct, sentences.length);
    progress.step = step;
    progress.batch++;
    const now = performance.now();
    this.#pace.count(now - this.#since);
    this.#since = now;
    this.#tellStep(losses);
  }

  async #summarize(): Promise<void> {
    await this.#input.run.append({ kind: 'step', ...this.#commonMetrics(this.#progress.recentMeans) });
    this.#progress.recentMeans = new RunningMeans();
  }

  /** Measures, keeps the weights if they are the best and writes a checkpoint. False where it was stopped before. */
  async #finishEpoch(): Promise<boolean> {
    const { run, data, signal } = this.#input;
    const progress = this.#progress;
    const epoch = this.#epoch;
    this.#tell({ kind: 'evaluating', epoch });
    const model = await this.#readTrainedState();
    const devAccuracy = await accuracy(this.#model, data.dev, signal);
    if (devAccuracy === null || signal?.aborted) return false;
    const sample = await this.#measureDev();
    if (sample === null) return false;
    const { srs: devSrs, neurons } = sample;
    const best = progress.best === null || devAccuracy > progress.best.accuracy;
    const common = this.#commonMetrics(progress.epochMeans);
    const metrics = { kind: 'epoch', ...common, devAccuracy, devSrs, neurons, best } as const;
    await run.append(metrics);
    if (best) {
      progress.best = { epoch, accuracy: devAccuracy };
      await run.writeWeights(this.#model.shape, model.parameters, epoch);
      await run.setBest(progress.best);
    }
    progress.epochs = epoch;
    progress.batch = 0;
    progress.epochsWithoutImprovement = best ? 0 : progress.epochsWithoutImprovement + 1;
    progress.epochMeans = new RunningMeans();
    progress.recentMeans = new RunningMeans();
    await this.#writeCheckpoint(model);
    this.#tell({ kind: 'epoch', metrics });
    return true;
  }

  /** null where it was stopped. */
  async #measureDev(): Promise<SampleMeasures | null> {
    const { signal, measureDev } = this.#input;
    try {
      return await measureDev(this.#model, this.#epoch);
    } catch (error) {
      if (signal?.aborted) return null;
      throw error;
    }
  }

  async #saveStopped(): Promise<void> {
    const { run } = this.#input;
    const model = await this.#readTrainedState();
    if (this.#progress.best === null) await run.writeWeights(this.#model.shape, model.parameters, 0);
    await this.#writeCheckpoint(model);
  }

  /** Errors: UserError where a parameter is no longer finite, so that no such state is ever kept. */
  async #readTrainedState(): Promise<TrainedState> {
    const model = await readTrainedState(this.#executor, this.#model.shape);
    checkParameters(model.parameters, placeOf(this.#epoch, this.#progress.step));
    return model;
  }

  async #writeCheckpoint(model: TrainedState): Promise<void> {
    const { run, experiment } = this.#input;
    this.#progress.seconds = this.#seconds;
    const checkpoint = { seed: experiment.seed, progress: this.#progress, model };
    await writeCheckpoint(run.path('checkpoint'), this.#model.shape, checkpoint);
  }

  get #seconds(): number {
    return this.#earlierSeconds + this.#pace.seconds;
  }

  #commonMetrics(means: RunningMeans) {
    const { step } = this.#progress;
    return {
      epoch: this.#epoch,
      step,
      ...means.means(),
      learningRate: learningRateAt(this.#input.experiment.training, step),
      seconds: this.#seconds,
      stepsPerSecond: this.#pace.stepsPerSecond,
    };
  }

  #tellStep(losses: Float32Array): void {
    const { epochs, batch, step } = this.#progress;
    const left = this.#input.experiment.training.epochs * this.#stepsPerEpoch - epochs * this.#stepsPerEpoch - batch;
    this.#tell({
      kind: 'step',
      epoch: this.#epoch,
      batch,
      stepsPerEpoch: this.#stepsPerEpoch,
      step,
      losses: namedLosses(losses),
      stepsPerSecond: this.#pace.stepsPerSecond,
      secondsLeft: this.#pace.secondsFor(left),
    });
  }

  #tell(event: TrainingEvent): void {
    this.#input.onEvent?.(event);
  }

  #result(state: TrainingResult['state'], reason: string): TrainingResult {
    const { epochs, step, best } = this.#progress;
    return { state, reason, epochs, step, best };
  }
}
