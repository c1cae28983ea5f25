import type { RationaleName } from '../dataset/rationale.ts';
import type { Unit } from '../experiment/sections/evaluation.ts';
import { gatherRows } from '../model/activationRows.ts';
import { contentRows, type Sentence } from '../model/batch.ts';
import { batchesOf, largest, runBatch, type Model } from '../model/model.ts';

/** The sentences of a split by number, such as a `TokenizedSplit` of `core/dataset`. */
export interface Sentences {
  readonly length: number;
  ids(index: number): Int32Array;
  /** The word of each token, ascending; null or left out where every token is a word. */
  words?(index: number): Int32Array | null;
  label(index: number): number;
  /** Of a pair, how many of `ids` are of its first text. */
  boundary?(index: number): number | undefined;
  /** The rationales that sentences of the split have. */
  readonly rationales?: readonly RationaleName[];
  /** The tokens that one of these rationales marks, ascending. */
  marked?(rationale: RationaleName, index: number): readonly number[];
}

export function sentenceOf(split: Sentences, index: number): Sentence {
  const boundary = split.boundary?.(index);
  return { ids: split.ids(index), label: split.label(index), ...(boundary !== undefined && { boundary }) };
}

/** The sentences of a split for rankings of their words, or of their tokens one by one. */
export function byUnit(split: Sentences, unit: Unit): Sentences {
  if (unit === 'word') return split;
  const { length, rationales = [] } = split;
  return {
    ...{ length, rationales },
    ids: (i) => split.ids(i),
    label: (i) => split.label(i),
    boundary: (i) => split.boundary?.(i),
    marked: (rationale, i) => split.marked!(rationale, i),
  };
}

/** The model's output and activations for one unchanged sentence, without special tokens. Arrays may be views of the buffers of its batch. */
export interface Observation extends Sentence {
  /** Its number in the split. */
  readonly index: number;
  /** The word of each token, ascending; null: tokens are ranked and removed one by one. */
  readonly words: Int32Array | null;
  /** Number of rows in `weights`; the first `tokens` of them are real. A sentence without tokens has one <PAD>. */
  readonly rows: number;
  readonly tokens: number;
  readonly predicted: number;
  readonly logits: Float32Array; // [classes]
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
  for (const batch of sentenceBatches(model, split, indices)) yield await observeBatch(model, batch);
}

/** The sentences with these numbers, in the batches that the model runs on. */
export function* sentenceBatches(
  model: Model,
  split: Sentences,
  indices: Iterable<number>,
): Generator<ObservedSentence[]> {
  for (const group of batchesOf(indices, (index) => split.ids(index).length, model)) {
    yield group.map((index) => ({ index, words: split.words?.(index) ?? null, ...sentenceOf(split, index) }));
  }
}

/** A sentence by its number; `words` is left out where tokens are ranked one by one. */
export interface ObservedSentence extends Sentence {
  readonly index: number;
  readonly words?: Int32Array | null;
}

/** Runs `explain` on one batch. */
export async function observeBatch(model: Model, sentences: readonly ObservedSentence[]): Promise<Observation[]> {
  const { executor, shape } = model;
  const batch = await runBatch(model, 'explain', sentences);
  const logits = await executor.read('logits');
  const probabilities = await executor.read('probabilities');
  const keep = shape.maskHidden === null ? null : await executor.read('keep');
  const masked = await executor.read('masked');
  const hidden = await readLayers(model, 'hidden');
  const weights = await readLayers(model, 'weights');
  const { starts, pairStarts } = batch.inputs as Record<string, Int32Array>;
  return sentences.map((sentence, b) => {
    const content = contentRows(batch, b);
    const tokens = content.length;
    const allRows = starts![b + 1]! - starts![b]!;
    const ofClasses = (values: Float32Array) => values.subarray(b * shape.classes, (b + 1) * shape.classes);
    const own = ofClasses(probabilities);
    const rowsIn = (values: Float32Array, width: number) => rowsOf(values, content, width);
    const attention = weights.map((layer) =>
      layer.subarray(shape.heads * pairStarts![b]!, shape.heads * pairStarts![b + 1]!),
    );
    const places = shape.pretrained && content.map((row) => row - starts![b]!);
    return {
      ...sentence,
      words: sentence.words ?? null,
      rows: places ? tokens : allRows,
      tokens,
      predicted: largest(own),
      logits: ofClasses(logits),
      probabilities: own,
      keep: keep && rowsIn(keep, 1),
      masked: rowsIn(masked, shape.width),
      hidden: hidden.map((layer) => rowsIn(layer, shape.feedForward)),
      weights: places ? attention.map((layer) => amongPlaces(layer, allRows, places)) : attention,
    };
  });
}

/** Rows of a buffer [rows, width]; a view where they follow each other. */
function rowsOf(values: Float32Array, rows: Int32Array, width: number): Float32Array {
  const [first = 0, last = -1] = rows.length ? [rows[0]!, rows.at(-1)!] : [];
  if (last - first + 1 === rows.length) return values.subarray(first * width, (last + 1) * width);
  return gatherRows(values, rows, width);
}

/** The attention [heads, rows, rows] among some of the rows alone: [heads, places, places]. */
function amongPlaces(attention: Float32Array, rows: number, places: Int32Array): Float32Array {
  const heads = attention.length / rows ** 2;
  const out = new Float32Array(heads * places.length ** 2);
  let at = 0;
  for (let head = 0; head < heads; head++) {
    for (const query of places) {
      const start = (head * rows + query) * rows;
      for (const key of places) out[at++] = attention[start + key]!;
    }
  }
  return out;
}

async function readLayers({ executor, shape }: Model, buffer: 'hidden' | 'weights'): Promise<Float32Array[]> {
  const layers: Float32Array[] = [];
  for (let layer = 0; layer < shape.layers; layer++) layers.push(await executor.read(`layers.${layer}.${buffer}`));
  return layers;
}
