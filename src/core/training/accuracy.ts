import { batchesOf, largest, runBatch, type Model } from '../model/model.ts';
import type { Sentences } from '../evaluation/observe.ts';
import type { Sentence } from '../model/batch.ts';

export function sentenceOf(split: Sentences, index: number): Sentence {
  return { ids: split.ids(index), label: split.label(index) };
}

/** Share of correct predictions on a split, 0 to 1; null if `signal` aborted it. */
export async function accuracy(model: Model, split: Sentences, signal?: AbortSignal): Promise<number | null> {
  let correct = 0;
  const tokens = (index: number) => split.ids(index).length;
  for (const indices of batchesOf(Array(split.length).keys(), tokens, model.padding)) {
    if (signal?.aborted) return null;
    const sentences = indices.map((index) => sentenceOf(split, index));
    await runBatch(model, 'predict', sentences);
    correct += countCorrect(await model.executor.read('probabilities'), sentences);
  }
  return correct / split.length;
}

/** The number of sentences whose label has the highest probability. `probabilities`: [sentences, classes]. */
export function countCorrect(probabilities: Float32Array, sentences: readonly Sentence[]): number {
  const classes = probabilities.length / sentences.length;
  const ofSentence = (b: number) => probabilities.subarray(b * classes, (b + 1) * classes);
  return sentences.filter(({ label }, b) => largest(ofSentence(b)) === label).length;
}
