import { openDataset } from '../src/core/dataset/dataset.ts';
import { parseExperiment } from '../src/core/experiment/parseExperiment.ts';
import { permutation } from '../src/common/permutation.ts';
import type { Sentence } from '../src/core/model/batch.ts';
import type { ParameterSource } from '../src/core/model/loadModel.ts';
import type { ModelShape } from '../src/core/model/modelShape.ts';
import { initialParameters } from '../src/core/model/parameters.ts';
import type { TrainingObjective } from '../src/core/model/safrProgram.ts';
import type { SpecialTokens } from '../src/core/model/specialTokens.ts';
import { encoderParameters, openEncoder, encoderReading, shapeOf } from '../src/core/runs/encoder.ts';
import { sentenceOf } from '../src/core/evaluation/observe.ts';
import { sst2Folder } from './sst2Batches.ts';

/** A pretrained encoder with batches of 32 sentences for it. */
export interface EncoderWork {
  readonly description: string;
  readonly shape: ModelShape;
  readonly parameters: () => ParameterSource;
  readonly frame: SpecialTokens;
  readonly batches: readonly (readonly Sentence[])[];
}

/** The shape of all-MiniLM-L6-v2 with a classifier and without a mask, as transformers trains it. */
export const miniLmShape: ModelShape = {
  vocabulary: 30522,
  classes: 2,
  width: 384,
  heads: 12,
  layers: 6,
  feedForward: 1536,
  maskHidden: null,
  maxLength: 512,
  dropout: 0.1,
  pretrained: { positions: 512, segments: 2, activation: 'gelu', epsilon: 1e-12, head: 'tanh' },
};

/** Fine-tuning as with transformers: cross-entropy, AdamW, clipped gradients. */
export const fineTuning: TrainingObjective = {
  ...{ importance: 0, importanceSite: 'embedding', interaction: null, information: false },
  ...{ gradientClip: 1, weightDecay: 0.01 },
};

const batchSize = 32;

/**
 * The encoder in a folder, with shuffled training sentences of SST-2 where its archive is available; without a folder, random weights of
 * MiniLM's shape and random tokens of about SST-2's lengths.
 */
export async function miniLm(folder: string | undefined, count: number): Promise<EncoderWork> {
  if (folder !== undefined && sst2Folder !== null) return realWork(folder, sst2Folder, count);
  return {
    description: "random weights of MiniLM's shape, generated lengths",
    shape: miniLmShape,
    parameters: () => initialParameters(miniLmShape, 1),
    frame: { start: [101], middle: [102], end: [102], secondSegment: 1 },
    batches: Array.from({ length: count }, (_, b) => generatedBatch(b)),
  };
}

async function realWork(path: string, dataDir: string, count: number): Promise<EncoderWork> {
  const json = { dataset: { source: 'sst2' }, model: { pretrained: path }, safr: { preset: 'bare' } };
  const experiment = parseExperiment(JSON.stringify(json), 'bench.safr.json');
  const encoder = await openEncoder(path, encoderReading(experiment));
  const data = await openDataset(experiment, { baseDir: '.', dataDir, subwords: encoder.reader });
  const order = permutation(1, 1, data.train.length);
  const { width, heads, layers, feedForward } = encoder.config;
  const shape = { ...shapeOf(experiment, data, encoder), width, heads, layers, feedForward };
  return {
    description: path.split('/').slice(-2).join('/'),
    shape,
    parameters: () => encoderParameters(path, shape, 1),
    frame: encoder.reader.frame,
    batches: Array.from({ length: count }, (_, b) =>
      Array.from(order.subarray(batchSize * b, batchSize * (b + 1)), (row) => sentenceOf(data.train, row)),
    ),
  };
}

/** Lengths between 4 and 43 tokens, of which special ones are not among. */
function generatedBatch(b: number): Sentence[] {
  return Array.from({ length: batchSize }, (_, i) => ({
    ids: Int32Array.from(
      { length: 4 + ((11 * i + 3 * b) % 40) },
      (_, at) => 1000 + ((at * 7919 + i * 104_729) % 29_000),
    ),
    label: i % 2,
  }));
}
