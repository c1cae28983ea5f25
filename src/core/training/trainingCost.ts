import type { OperationName } from '../../engine/operations.ts';
import type { Program } from '../../engine/program.ts';
import { counted, duration, grouped, wholePercent } from '../../common/format.ts';
import { sentenceOf, type Sentences } from '../evaluation/observe.ts';
import { makeBatch } from '../model/batch.ts';
import { flopsOf, operationFlops } from '../model/flops.ts';
import { batchesOf, runBatch, type Model } from '../model/model.ts';

/** Floating-point operations of a training step by what they grow with: a text's length, its square or its cube. */
export interface StepFlops {
  readonly layers: number;
  /** Attention and the importance loss. */
  readonly attention: number;
  readonly interaction: number;
}

/** An epoch that is expected to take longer is announced. */
const maxQuietSeconds = 600;

/** A speed that every device reaches: what is short at this speed is not measured. */
const slowFlopsPerSecond = 1e9;

/** Batches from which the mean step is estimated. */
const sampledBatches = 8;

/**
 * Announces a long training: estimates an epoch from the operations of a few batches and the speed of a prediction, which changes no state.
 * Returns one sentence that says what takes the time and what to change; null if an epoch takes less than ten minutes.
 */
export async function announceCost(
  model: Model,
  program: Program,
  train: Sentences,
  batchSize: number,
): Promise<string | null> {
  const batches = sampleBatches(train, batchSize);
  const steps = Math.ceil(train.length / batchSize);
  const flops = meanFlops(batches.map((indices) => stepFlops(model, program, train, indices)));
  if ((steps * totalOf(flops)) / slowFlopsPerSecond < maxQuietSeconds) return null;
  const secondsPerStep = totalOf(flops) / (await flopsPerSecond(model, program, train, batches[0]!));
  if (steps * secondsPerStep < maxQuietSeconds) return null;
  return costWords({ flops, steps, secondsPerStep, model });
}

export function costWords(cost: {
  readonly flops: StepFlops;
  readonly steps: number;
  readonly secondsPerStep: number;
  readonly model: Pick<Model, 'shape' | 'padding'>;
}): string {
  const { flops, steps, secondsPerStep, model } = cost;
  const { padding, shape } = model;
  const share = (part: number) => wholePercent(part / totalOf(flops));
  const time = `an epoch of ${counted(steps, 'step')} may take ${duration(steps * secondsPerStep)}`;
  const shorter = `model.maxLength (now ${grouped(shape.maxLength)})${padding.padding === 'max' ? ', set model.padding to "none"' : ''}`;
  if (2 * flops.interaction > totalOf(flops)) {
    const fewer = shape.layers > 1 ? 'choose fewer safr.interactionLayers ' : '';
    return `${time}: ${share(flops.interaction)} of it is for the interaction loss, which grows with the cube of a text's length; lower ${shorter}, ${fewer}or set safr.interaction to 0`;
  }
  if (2 * (flops.interaction + flops.attention) > totalOf(flops)) {
    return `${time}: ${share(flops.interaction + flops.attention)} of it is for pairs of tokens, whose number grows with the square of a text's length; lower ${shorter}`;
  }
  const smaller = shape.pretrained ? ' or model.trainable' : ', model.width or model.feedForward';
  return `${time}: ${share(flops.layers)} of it is for the layers; lower ${shorter}${smaller}`;
}

/** Numbers of the texts of a few batches, spread over the split. */
function sampleBatches({ length }: Sentences, batchSize: number): number[][] {
  const count = Math.min(sampledBatches, Math.ceil(length / batchSize));
  return Array.from({ length: count }, (_, i) => {
    const first = Math.floor((i * length) / count);
    return Array.from({ length: Math.min(batchSize, length - first) }, (_, j) => first + j);
  });
}

/** What an operation other than `attentionBackward` counts for. */
function partOf(op: OperationName): keyof StepFlops {
  if (op === 'interactionLoss') return 'interaction';
  return op === 'attention' || op === 'importanceLoss' ? 'attention' : 'layers';
}

function stepFlops({ padding }: Model, program: Program, train: Sentences, indices: readonly number[]): StepFlops {
  const sentences = indices.map((index) => sentenceOf(train, index));
  const batch = makeBatch(sentences, padding);
  const flops = { layers: 0, attention: 0, interaction: 0 };
  for (const operation of program.routines['train']!) {
    const own = operationFlops(program, operation, batch);
    if (operation.op === 'attentionBackward') {
      const plain = { ...operation };
      delete plain.interaction;
      const attention = operationFlops(program, plain, batch);
      flops.attention += attention;
      flops.interaction += own - attention;
    } else {
      flops[partOf(operation.op)] += own;
    }
  }
  return flops;
}

function meanFlops(all: readonly StepFlops[]): StepFlops {
  const mean = (part: keyof StepFlops) => all.reduce((sum, flops) => sum + flops[part], 0) / all.length;
  return { layers: mean('layers'), attention: mean('attention'), interaction: mean('interaction') };
}

const totalOf = ({ layers, attention, interaction }: StepFlops) => layers + attention + interaction;

/** The speed of predictions on the first of these texts, as many as fit one batch of an evaluation; the second of two counts. */
async function flopsPerSecond(model: Model, program: Program, train: Sentences, indices: readonly number[]) {
  const [some] = batchesOf(indices, (index) => train.ids(index).length, model);
  const sentences = some!.map((index) => sentenceOf(train, index));
  const predict = async () => {
    const startMs = performance.now();
    const batch = await runBatch(model, 'predict', sentences);
    await model.executor.read('probabilities');
    return flopsOf(program, 'predict', batch) / ((performance.now() - startMs) / 1000);
  };
  await predict();
  return predict();
}
