import { setImmediate } from 'node:timers/promises';
import { permutation, splitStream } from '../../common/permutation.ts';
import { UserError } from '../../common/userError.ts';
import type { Device, Executor } from '../../engine/device.ts';
import { sentenceOf, type Sentences } from '../evaluation/observe.ts';
import { gatherRows, tokenRows } from '../model/activationRows.ts';
import {
  autoencoderBatch,
  autoencoderBuffers,
  autoencoderProgram,
  autoencoderSpecs,
  initialAutoencoder,
  withoutStandardization,
  type AutoencoderShape,
  type Standardization,
} from '../model/autoencoder.ts';
import { activationsOf, type ActivationSite } from '../model/forward.ts';
import { writeParameters } from '../model/loadModel.ts';
import { batchesOf, runBatch, type Model } from '../model/model.ts';
import type { Parameters } from '../model/parameters.ts';

export interface AutoencoderTraining {
  readonly at: ActivationSite;
  readonly shape: AutoencoderShape;
  /** Activations to train on; the texts are read again, in another order, until there are as many. */
  readonly tokens: number;
  readonly learningRate: number;
  readonly seed: number;
}

export interface TrainAutoencoderOptions {
  readonly device: Device;
  readonly model: Model;
  readonly texts: Sentences;
  readonly training: AutoencoderTraining;
  /** Aborting rejects with the signal's reason after the current step. */
  readonly signal?: AbortSignal | undefined;
  /** `unexplained`: share of the variance of the last steps' activations that the reconstruction misses. */
  readonly onProgress?: ((progress: { share: number; unexplained: number }) => void) | undefined;
}

export interface TrainedAutoencoder {
  /** With the threshold. */
  readonly parameters: Parameters;
  readonly steps: number;
}

/** Rows of a step. */
const batchRows = 256;
/** Rows by whose mean and variance activations are standardized. */
const standardRows = 8192;
/** Steps without firing after which a feature is trained on the error: about 20,000 rows, as in the code of Bussmann et al. */
const deadAfterSteps = 80;
/** Share of the steps at the end over which the learning rate falls to 0. */
const decayShare = 0.2;
/** Streams of permutations: of the texts of a pass, and of the rows of a batch of the model. */
const textStream = (epoch: number) => splitStream + 1 + epoch;
const rowStream = (batch: number) => splitStream + 2 ** 20 + batch;

/**
 * Trains a sparse autoencoder on the activations of a model at its texts' tokens. It sees them standardized: their mean is 0, their mean squared
 * norm 1. The loss is thus the share of variance that is not explained, and no step of Adam shifts a feature by the mean of the activations,
 * which for those of a ReLU would turn most features off for all tokens. Errors: UserError if the loss is not finite.
 */
export async function trainAutoencoder(options: TrainAutoencoderOptions): Promise<TrainedAutoencoder> {
  const { device, training } = options;
  const standardization = await measureStandardization(options);
  const executor = await device.load(autoencoderProgram(training.shape));
  try {
    await writeParameters(executor, initialAutoencoder(training.shape, training.seed));
    const trainer = new Trainer(executor, options);
    for await (const { rows, share } of activationBatches(options)) {
      await trainer.step(standardized(rows, standardization), share);
    }
    const parameters = withoutStandardization(await readAll(executor, training.shape), standardization);
    return { steps: trainer.steps, parameters };
  } finally {
    await executor.close();
  }
}

class Trainer {
  readonly #executor: Executor;
  readonly #options: TrainAutoencoderOptions;
  /** Steps since each feature fired last. */
  readonly #silentSteps: Int32Array;
  steps = 0;
  #recentLoss = 1;

  constructor(executor: Executor, options: TrainAutoencoderOptions) {
    this.#executor = executor;
    this.#options = options;
    this.#silentSteps = new Int32Array(options.training.shape.features);
  }

  /** `x`: [rows, width]; `share` of the training that is done after it, 0 to 1. */
  async step(x: Float32Array, share: number): Promise<void> {
    const { training, signal, onProgress } = this.#options;
    signal?.throwIfAborted();
    const rows = x.length / training.shape.width;
    const dead = Float32Array.from(this.#silentSteps, (steps) => Number(steps >= deadAfterSteps));
    const routine = dead.includes(1) ? 'trainDead' : 'train';
    const learningRate = training.learningRate * Math.min(1, (1 - share) / decayShare);
    const scalars = { seed: training.seed, step: ++this.steps, learningRate, informationWeight: 0 };
    await this.#executor.run(routine, autoencoderBatch('x', x, rows, dead), scalars);
    const fired = await this.#executor.read('fired');
    fired.forEach((sum, f) => (this.#silentSteps[f] = sum > 0 ? 0 : this.#silentSteps[f]! + 1));
    const loss = (await this.#executor.read('loss')).reduce((sum, value) => sum + value / rows, 0);
    if (!Number.isFinite(loss)) throw divergence(this.steps);
    this.#recentLoss += (loss - this.#recentLoss) * Math.max(0.05, 1 / this.steps);
    onProgress?.({ share, unexplained: this.#recentLoss });
    await setImmediate();
  }
}

const divergence = (step: number) =>
  new UserError(`the loss of the autoencoder is not finite in step ${step}`, 'Train it with a lower --learning-rate.');

/** `x`: [rows, width]. */
function standardized(x: Float32Array, { mean, scale }: Standardization): Float32Array {
  return x.map((value, at) => (value - mean[at % mean.length]!) * scale);
}

/** By the mean of the activations, and the factor by which their mean squared distance from it is 1. */
async function measureStandardization(options: TrainAutoencoderOptions): Promise<Standardization> {
  const { width } = options.training.shape;
  const sums = new Float64Array(width);
  let [squares, rows] = [0, 0];
  for await (const batch of activationBatches(options)) {
    batch.rows.forEach((value, at) => {
      sums[at % width]! += value;
      squares += value ** 2;
    });
    rows += batch.rows.length / width;
    if (rows >= standardRows) break;
  }
  const mean = Float32Array.from(sums, (sum) => sum / rows);
  const variance = squares / rows - mean.reduce((sum, value) => sum + value ** 2, 0);
  return { mean, scale: variance > 0 ? 1 / Math.sqrt(variance) : 1 };
}

/** Batches of activations; `share`: of the training that is done after each. */
async function* activationBatches({ model, texts, training, signal }: TrainAutoencoderOptions) {
  const { at, shape, tokens, seed } = training;
  const { width } = shape;
  let modelBatch = 0;
  let seen = 0;
  for (let epoch = 0; seen < tokens; epoch++) {
    const order = permutation(seed, textStream(epoch), texts.length);
    for (const group of batchesOf(order, (index) => texts.ids(index).length, model)) {
      signal?.throwIfAborted();
      const batch = await runBatch(
        model,
        'explain',
        group.map((index) => sentenceOf(texts, index)),
      );
      const values = await model.executor.read(activationsOf(at));
      const rows = tokenRows(batch);
      const shuffled = permutation(seed, rowStream(modelBatch++), rows.length).map((i) => rows[i]!);
      const parts = Math.ceil(rows.length / batchRows);
      const bound = (part: number) => Math.round((part * rows.length) / parts);
      for (let part = 0; part < parts; part++) {
        const own = shuffled.subarray(bound(part), bound(part + 1));
        seen += own.length;
        yield { rows: gatherRows(values, own, width), share: Math.min(1, seen / tokens) };
        if (seen >= tokens) return;
      }
    }
  }
}

async function readAll(executor: Executor, shape: AutoencoderShape): Promise<Parameters> {
  const names = [...autoencoderSpecs(shape).map(({ name }) => name), autoencoderBuffers.threshold];
  const values = new Map<string, Float32Array>();
  for (const name of names) values.set(name, await executor.read(name));
  return values;
}
