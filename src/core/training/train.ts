import { setImmediate } from 'node:timers/promises';
import type { Device, Executor } from '../../engine/device.ts';
import type { Batch } from '../../engine/program.ts';
import { counted } from '../../common/format.ts';
import { permutation, splitStream } from '../../common/permutation.ts';
import { interactionLoss } from '../evaluation/interactionLoss.ts';
import { sentenceOf } from '../evaluation/observe.ts';
import type { SampleMeasures } from '../evaluation/measureSample.ts';
import type { Model } from '../model/model.ts';
import { measure } from '../experiment/measures.ts';
import { informationWeight, objective, type Objective } from '../experiment/objective.ts';
import type { Experiment } from '../experiment/schema.ts';
import { makeBatch, type Sentence } from '../model/batch.ts';
import { exampleWeights } from '../model/forward.ts';
import { loadModel, type ParameterSource } from '../model/loadModel.ts';
import { initialParameters, parameterSpecs, type BufferValues } from '../model/parameters.ts';
import type { ModelShape } from '../model/modelShape.ts';
import { trainingObjective } from '../model/trainingObjective.ts';
import type { Losses } from '../model/losses.ts';
import { paddingOf, shapeOf, type Encoder } from '../runs/encoder.ts';
import type { RunWriter } from '../runs/runWriter.ts';
import { classWeights, exampleFactors } from './classWeights.ts';
import { countCorrect, devScores, type DevScores } from './devScores.ts';
import { readBuffers, trainedBuffers, writeCheckpoint, type Checkpoint } from './checkpoint.ts';
import { deleteRandomWords } from './randomDeletion.ts';
import { checkLosses, checkParameters, stepLabel } from './divergence.ts';
import { Pace } from './pace.ts';
import { announceCost } from './trainingCost.ts';
import { initialProgress, type Progress } from './progress.ts';
import { recordResult } from './recordResult.ts';
import { namedLosses, RunningMeans } from './runningMeans.ts';
import { learningRateAt } from './schedule.ts';
import { planSteps, planWords, runStep, type StepPlan, type StepResults } from './stepPlan.ts';
import type { TrainingData } from './trainingData.ts';
import type { TrainingEvent, TrainingResult } from './trainingEvent.ts';

export interface TrainingInput {
  readonly experiment: Experiment;
  readonly data: TrainingData;
  readonly device: Device;
  readonly run: RunWriter;
  /** The encoder to fine-tune, and its parameters; left out for a model of its own. */
  readonly encoder?: Encoder & { readonly parameters: (shape: ModelShape) => ParameterSource };
  /** Where to resume, see `resumeRun`. `train` modifies it. */
  readonly checkpoint?: Checkpoint;
  /** Stops the training after the current step; the run can be resumed. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: TrainingEvent) => void;
  /**
   * Measures a sample of the dev split after each epoch (from 1), for `devSrs` and `neurons` of the metrics. It may throw after `signal` has
   * aborted.
   */
  readonly measureDev: (model: Model, epoch: number) => Promise<SampleMeasures>;
}

/** Number of steps that one line of the metrics summarizes. */
const summarySteps = 20;

/** Random stream for the order of the examples in an epoch (from 0). */
const shuffleStream = (epoch: number) => splitStream + 1 + epoch;

/**
 * Trains until `training.monitor` has not improved on the dev split for `patience` epochs, all epochs are done or `signal` aborts. The run
 * then has the weights of the best epoch by it (the earliest if several are equal) and a checkpoint. Every step depends only on the
 * experiment, the data and the previous steps, no matter where the training was interrupted and resumed. Errors: UserError if a loss or
 * parameter is no longer finite or a file cannot be written; the run is then marked as failed and keeps its last checkpoint.
 */
export async function train(input: TrainingInput): Promise<TrainingResult> {
  const result = await recordResult(input.run, () => withTrainer(input, (trainer) => trainer.train()));
  input.onEvent?.({ kind: 'end', result });
  return result;
}

async function withTrainer<T>(input: TrainingInput, use: (trainer: Trainer) => Promise<T>): Promise<T> {
  const { experiment, data, device, checkpoint, encoder } = input;
  const shape = shapeOf(experiment, data, encoder ?? null);
  const goal = objective(experiment.safr);
  const weights = classWeights(experiment.training, data);
  const plan = planTraining(experiment, data, device, encoder ?? null);
  const start = checkpoint
    ? readBuffers(trainedBuffers(shape, trainingObjective(experiment)), checkpoint.buffers)
    : (encoder?.parameters(shape) ?? initialParameters(shape, experiment.seed));
  const executor = await loadModel(device, plan.program, shape, start);
  try {
    return await use(new Trainer(input, executor, plan, shape, goal, weights));
  } finally {
    await executor.close();
  }
}

/** How the steps of an experiment fit the device. Errors: as `planSteps`. */
export function planTraining(
  experiment: Experiment,
  data: TrainingData,
  device: Device,
  encoder: Encoder | null,
): StepPlan {
  const { train } = data;
  const { batchSize } = experiment.training;
  return planSteps({
    ...{ device, batchSize, shape: shapeOf(experiment, data, encoder), padding: paddingOf(experiment, encoder) },
    objective: { ...trainingObjective(experiment), weighted: classWeights(experiment.training, data) !== null },
    lengths: Array.from({ length: train.length }, (_, i) => train.ids(i).length),
  });
}

/** A step that was started and whose results have not been read yet. */
interface PendingStep extends StepResults {
  readonly step: number;
  readonly sentences: readonly Sentence[];
}

class Trainer {
  readonly #input: TrainingInput;
  readonly #executor: Executor;
  readonly #plan: StepPlan;
  readonly #model: Model;
  readonly #objective: Objective;
  readonly #classWeights: readonly number[] | null;
  readonly #progress: Progress;
  readonly #previousSeconds: number;
  readonly #stepsPerEpoch: number;
  readonly #pace = new Pace();
  /** In order. A GPU works on the next steps while the results of the first one are transferred. */
  readonly #pending: PendingStep[] = [];
  /** When the last results arrived; before the first ones, when the first pending step was started. */
  #lastResultMs = 0;

  constructor(
    input: TrainingInput,
    executor: Executor,
    plan: StepPlan,
    shape: ModelShape,
    goal: Objective,
    weights: readonly number[] | null,
  ) {
    const { data, checkpoint } = input;
    const { training } = input.experiment;
    this.#input = input;
    this.#executor = executor;
    this.#plan = plan;
    this.#objective = goal;
    this.#classWeights = weights;
    this.#model = { executor, shape, padding: paddingOf(input.experiment, input.encoder ?? null) };
    this.#progress = checkpoint?.progress ?? initialProgress();
    this.#previousSeconds = this.#progress.seconds;
    this.#stepsPerEpoch = Math.ceil(data.train.length / training.batchSize);
  }

  async train(): Promise<TrainingResult> {
    const { data, experiment } = this.#input;
    const { epochs, patience, batchSize, monitor } = experiment.training;
    const progress = this.#progress;
    this.#emit({ kind: 'start', step: progress.step, epochs, stepsPerEpoch: this.#stepsPerEpoch });
    const cost = await announceCost(this.#model, this.#plan.program, data.train, batchSize);
    for (const message of [planWords(this.#plan, this.#input.device), cost]) {
      if (message !== null) this.#emit({ kind: 'cost', message });
    }
    for (;;) {
      if (progress.epochsWithoutImprovement >= patience) {
        return this.#result('finished', `no better dev ${measure(monitor).name} for ${counted(patience, 'epoch')}`);
      }
      if (progress.epochs === epochs)
        return this.#result('finished', epochs === 1 ? '1 epoch done' : `all ${epochs} epochs done`);
      const stopped = !(await this.#trainEpoch());
      if (stopped) {
        await this.#saveStopped();
        return this.#result('stopped', `stopped in epoch ${this.#epoch} after ${progress.batch} steps`);
      }
    }
  }

  /** The current epoch, from 1. */
  get #epoch(): number {
    return this.#progress.epochs + 1;
  }

  /** Returns false if the epoch was stopped before its end. */
  async #trainEpoch(): Promise<boolean> {
    const { experiment, data, signal } = this.#input;
    const { batchSize } = experiment.training;
    const order = permutation(experiment.seed, shuffleStream(this.#progress.epochs), data.train.length);
    for (;;) {
      const batch = this.#progress.batch + this.#pending.length;
      if (batch === this.#stepsPerEpoch || signal?.aborted) break;
      const chosen = order.subarray(batch * batchSize, (batch + 1) * batchSize);
      await this.#startStep(chosen);
      await this.#finishSteps(this.#executor.lag ?? 0);
      await setImmediate();
    }
    await this.#finishSteps(0);
    return this.#progress.batch === this.#stepsPerEpoch && this.#finishEpoch();
  }

  async #startStep(chosen: Uint32Array): Promise<void> {
    const { step: finishedSteps, epochs } = this.#progress;
    if (this.#pending.length === 0) this.#lastResultMs = performance.now();
    const step = finishedSteps + this.#pending.length + 1;
    const sentences = this.#sentencesOf(chosen, step);
    const results = await runStep(this.#executor, this.#plan, this.#batchOf(sentences), {
      seed: this.#input.experiment.seed,
      step,
      learningRate: this.#learningRateAt(step),
      informationWeight: informationWeight(this.#objective.information, epochs),
    });
    for (const read of [results.losses, results.probabilities]) read.catch(() => undefined); // reported where it is awaited
    this.#pending.push({ step, sentences, ...results });
  }

  #sentencesOf(chosen: Uint32Array, step: number): Sentence[] {
    const { data, experiment } = this.#input;
    const { seed, training } = experiment;
    return Array.from(chosen, (index, text) => {
      const sentence = sentenceOf(data.train, index);
      if (training.randomDeletion === 0) return sentence;
      const words = data.train.words?.(index) ?? null;
      return deleteRandomWords(sentence, words, training.randomDeletion, { seed, step, text });
    });
  }

  #batchOf(sentences: readonly Sentence[]): Batch {
    const batch = makeBatch(sentences, this.#model.padding);
    if (this.#classWeights === null) return batch;
    return { ...batch, inputs: { ...batch.inputs, [exampleWeights]: exampleFactors(this.#classWeights, sentences) } };
  }

  /** Reads the results of the pending steps until at most `maxPending` are left. */
  async #finishSteps(maxPending: number): Promise<void> {
    while (this.#pending.length > maxPending) {
      await this.#finishStep(this.#pending[0]!);
      this.#pending.shift();
      if (this.#progress.batch % summarySteps === 0) await this.#summarize();
    }
  }

  async #finishStep({ step, sentences, ...results }: PendingStep): Promise<void> {
    const progress = this.#progress;
    const losses = await results.losses;
    checkLosses(losses, stepLabel(this.#epoch, step));
    const correct = countCorrect(await results.probabilities, sentences);
    for (const means of [progress.epochMeans, progress.recentMeans]) means.add(losses, correct, sentences.length);
    progress.step = step;
    progress.batch++;
    const now = performance.now();
    this.#pace.addStep(now - this.#lastResultMs);
    this.#lastResultMs = now;
    this.#emitStep(losses);
  }

  async #summarize(): Promise<void> {
    await this.#input.run.append({ kind: 'step', ...this.#commonMetrics(this.#progress.recentMeans) });
    this.#progress.recentMeans = new RunningMeans();
  }

  /** Evaluates, saves the weights if they are the best, and writes a checkpoint. Returns false if it was stopped before that. */
  async #finishEpoch(): Promise<boolean> {
    const { run, data, signal } = this.#input;
    const progress = this.#progress;
    const epoch = this.#epoch;
    this.#emit({ kind: 'evaluating', epoch });
    await this.#checkParameters();
    const scores = await devScores(this.#model, data.dev, data.classes, signal);
    if (scores === null || signal?.aborted) return false;
    const sample = await this.#measureDev();
    if (sample === null) return false;
    const { srs: devSrs, neurons } = sample;
    const losses = await this.#epochLosses();
    const best = this.#isBest(scores);
    const common = this.#commonMetrics(progress.epochMeans);
    const dev = { devAccuracy: scores.accuracy, devMacroF1: scores.macroF1, devSrs, neurons };
    const metrics = { kind: 'epoch', ...common, losses, ...dev, best } as const;
    await run.append(metrics);
    if (best) progress.best = { epoch, ...scores };
    progress.epochs = epoch;
    progress.batch = 0;
    progress.epochsWithoutImprovement = best ? 0 : progress.epochsWithoutImprovement + 1;
    progress.epochMeans = new RunningMeans();
    progress.recentMeans = new RunningMeans();
    // The checkpoint first: should the process be killed in between, the weights of this epoch are restored from it.
    await this.#writeCheckpoint();
    if (best) await run.writeWeights(this.#model.shape, this.#buffers, progress.best);
    this.#emit({ kind: 'epoch', metrics });
    return true;
  }

  #isBest(scores: DevScores): boolean {
    const { monitor } = this.#input.experiment.training;
    const { best } = this.#progress;
    return best === null || (scores[monitor] ?? 0) > (best[monitor] ?? 0);
  }

  async #epochLosses(): Promise<Losses> {
    const { losses } = this.#meansOf(this.#progress.epochMeans);
    if (this.#objective.interaction !== 0) return losses;
    const { data, experiment } = this.#input;
    return { ...losses, interaction: await interactionLoss(this.#model, data.dev, experiment.training.devSample) };
  }

  /** Returns null if it was stopped. */
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
    await this.#checkParameters();
    await this.#writeCheckpoint();
    if (this.#progress.best === null) await run.writeWeights(this.#model.shape, this.#buffers, null);
  }

  /** Errors: UserError if a parameter is no longer finite, so that such a state is never saved. */
  async #checkParameters(): Promise<void> {
    const names = parameterSpecs(this.#model.shape).map(({ name }) => name);
    await checkParameters(names, this.#buffers, stepLabel(this.#epoch, this.#progress.step));
  }

  /** Read from the device one by one, so that no copy of the model is in memory. */
  get #buffers(): BufferValues {
    return { get: (name) => this.#executor.read(name) };
  }

  async #writeCheckpoint(): Promise<void> {
    const { run, experiment } = this.#input;
    this.#progress.seconds = this.#seconds;
    const identity = { seed: experiment.seed, experiment: await run.experimentHash() };
    const checkpoint = { ...identity, progress: this.#progress, buffers: this.#buffers };
    await writeCheckpoint(run.path('checkpoint'), this.#model.shape, checkpoint, trainingObjective(experiment));
  }

  #learningRateAt(step: number): number {
    const { training } = this.#input.experiment;
    return learningRateAt(training, step, training.epochs * this.#stepsPerEpoch);
  }

  get #seconds(): number {
    return this.#previousSeconds + this.#pace.seconds;
  }

  #commonMetrics(means: RunningMeans) {
    const { step } = this.#progress;
    return {
      epoch: this.#epoch,
      step,
      ...this.#meansOf(means),
      learningRate: this.#learningRateAt(step),
      seconds: this.#seconds,
      stepsPerSecond: this.#pace.stepsPerSecond,
    };
  }

  #meansOf(means: RunningMeans) {
    const { losses, trainAccuracy } = means.means();
    return { losses: this.#measured(losses), trainAccuracy };
  }

  /** Without the losses that steps do not compute. */
  #measured({ similarity, ...losses }: Losses): Losses {
    const { interaction } = this.#objective;
    return {
      ...losses,
      ...(interaction === 0 && { interaction: null }),
      ...(this.#objective.similarity > 0 && similarity !== undefined && { similarity }),
    };
  }

  #emitStep(losses: Float32Array): void {
    const { epochs, batch, step } = this.#progress;
    const stepsLeft =
      this.#input.experiment.training.epochs * this.#stepsPerEpoch - epochs * this.#stepsPerEpoch - batch;
    this.#emit({
      kind: 'step',
      epoch: this.#epoch,
      batch,
      stepsPerEpoch: this.#stepsPerEpoch,
      step,
      losses: this.#measured(namedLosses(losses)),
      stepsPerSecond: this.#pace.stepsPerSecond,
      secondsLeft: this.#pace.secondsFor(stepsLeft),
    });
  }

  #emit(event: TrainingEvent): void {
    this.#input.onEvent?.(event);
  }

  #result(state: TrainingResult['state'], reason: string): TrainingResult {
    const { epochs, step, best } = this.#progress;
    return { state, reason, epochs, step, best };
  }
}
