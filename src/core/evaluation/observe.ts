import type { Sentence } from '../model/batch.ts';
import { batchesOf, largest, runBatch, type Model } from '../model/model.ts';

/** The sentences of a split by number, such as a `TokenizedSplit` of `core/dataset`. */
export interface Sentences {
  readonly length: number;
  ids(index: number): Int32Array;
  label(index: number): number;
}

/** The model's output and activations for one unchanged sentence. Arrays are views of the buffers of its batch. */
export interface Observation extends Sentence {
  /** Its number in the split. */
  readonly index: number;
  /** Number of rows of the sentence; the first `tokens` of them are real. A sentence without tokens has one <PAD>. */
  readonly rows: number;
  readonly tokens: number;
  readonly predicted: number;
  readonly probabilities: Float32Array; // [classes]
  /** Keep probabilities; null without a mask. */
  readonly keep: Float32Array | null; // [tokens]
  /** The masked embeddings x1. */
  readonly masked: Float32Array; // [tokens, width]
  /** FFN activations of each layer. */
  readonly hidden: readonly Float32Array[]; // [tokens, feedForward]
  /** Attention of each layer. */
  readonly weights: readonly Float32Array[]; // [heads, rows, rows]
}

/** Runs `explain` on the sentences with these numbers and yields the observations of each batch. */
export async function* observe(
  model: Model,
  split: Sentences,
  indices: Iterable<number>,
): AsyncGenerator<Observation[]> {
  for (const group of batchesOf(indices, (index) => split.ids(index).length, model.padding)) {
    yield await observeBatch(
      model,
      group.map((index) => ({ index, ids: split.ids(index), label: split.label(index) })),
    );
  }
}

/** Runs `explain` on one batch. */
export async function observeBatch(
  model: Model,
  sentences: readonly (Sentence & { readonly index: number })[],
): Promise<Observation[]> {
  const { executor, shape } = model;
  const { inputs } = await runBatch(model, 'explain', sentences);
  const probabilities = await executor.read('probabilities');
  const keep = shape.maskHidden === null ? null : await executor.read('keep');
  const masked = await executor.read('masked');
  const hidden = await readLayers(model, 'hidden');
  const weights = await readLayers(model, 'weights');
  const { starts, keys, pairStarts } = inputs as Record<string, Int32Array>;
  return sentences.map((sentence, b) => {
    const start = starts![b]!;
    const tokens = keys![b]!;
    const end = start + tokens;
    const own = probabilities.subarray(b * shape.classes, (b + 1) * shape.classes);
    const rowsIn = (values: Float32Array, width: number) => values.subarray(start * width, end * width);
    return {
      ...sentence,
      rows: starts![b + 1]! - start,
      tokens,
      predicted: largest(own),
      probabilities: own,
      keep: keep && rowsIn(keep, 1),
      masked: rowsIn(masked, shape.width),
      hidden: hidden.map((layer) => rowsIn(layer, shape.feedForward)),
      weights: weights.map((layer) => layer.subarray(shape.heads * pairStarts![b]!, shape.heads * pairStarts![b + 1]!)),
    };
  });
}

async function readLayers({ executor, shape }: Model, buffer: 'hidden' | 'weights'): Promise<Float32Array[]> {
  const layers: Float32Array[] = [];
  for (let layer = 0; layer < shape.layers; layer++) layers.push(await executor.read(`layers.${layer}.${buffer}`));
  return layers;
}
