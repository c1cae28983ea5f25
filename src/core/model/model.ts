import type { Executor } from '../../engine/device.ts';
import type { Batch } from '../../engine/program.ts';
import { makeBatch, type Padding, type Sentence } from './batch.ts';
import type { ModelShape } from './modelShape.ts';
import { countSpecial } from './specialTokens.ts';

/** A model on a device: a program with routines `predict`, `predictCut`, `predictScaled` and `explain`, its parameters written. */
export interface Model {
  readonly executor: Executor;
  readonly shape: ModelShape;
  readonly padding: Padding;
}

/** Limits of a batch in an evaluation, which always holds at least one sentence: rows fill the caches, pairs and activations the memory. */
const maxBatch = { rows: 4096, pairs: 2 ** 20, activations: 2 ** 25 };

/** Activations of a row in all blocks of an encoder, approximately. */
const activationsPerRow = ({ layers, width, feedForward }: ModelShape) => layers * (11 * width + 2 * feedForward);

/** Rows that a sentence with this number of tokens takes in a batch. */
export function rowsOf(tokens: number, padding: Padding): number {
  if (padding.padding === 'max') return padding.maxLength;
  return padding.frame ? tokens + countSpecial(padding.frame) : Math.max(1, tokens);
}

/** Cuts items into consecutive groups that each fit a batch of the model; `tokens` returns the length of an item's sentence. */
export function* batchesOf<T>(
  items: Iterable<T>,
  tokens: (item: T) => number,
  { padding, shape }: Pick<Model, 'padding' | 'shape'>,
): Generator<T[]> {
  const maxRows = Math.min(maxBatch.rows, Math.floor(maxBatch.activations / activationsPerRow(shape)));
  let group: T[] = [];
  let rows = 0;
  let pairs = 0;
  for (const item of items) {
    const own = rowsOf(tokens(item), padding);
    if (group.length && (rows + own > maxRows || pairs + own * own > maxBatch.pairs)) {
      yield group;
      group = [];
      rows = pairs = 0;
    }
    group.push(item);
    rows += own;
    pairs += own * own;
  }
  if (group.length) yield group;
}

/** Runs a routine over sentences; `inputs` adds to what every batch has. */
export async function runBatch(
  { executor, padding }: Model,
  routine: string,
  sentences: readonly Sentence[],
  inputs: (batch: Batch) => Batch['inputs'] = () => ({}),
): Promise<Batch> {
  const plain = makeBatch(sentences, padding);
  const batch = { ...plain, inputs: { ...plain.inputs, ...inputs(plain) } };
  await executor.run(routine, batch);
  return batch;
}

/** The index of the largest value, the first of equal ones. */
export function largest(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
