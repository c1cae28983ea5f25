import { classification, type Classification } from '../evaluation/classification.ts';
import { batchesOf, largest, runBatch, type Model } from '../model/model.ts';
import { sentenceOf, type Sentences } from '../evaluation/observe.ts';
import type { Sentence } from '../model/batch.ts';

/** What the best epoch is chosen by; shares, 0 to 1. */
export type DevScores = Pick<Classification, 'accuracy' | 'macroF1'>;

/** Predicts a split that is not empty. `classes`: their names. null if `signal` aborted it. */
export async function devScores(
  model: Model,
  split: Sentences,
  classes: readonly string[],
  signal?: AbortSignal,
): Promise<DevScores | null> {
  const labels: number[] = [];
  const predicted: number[] = [];
  const tokens = (index: number) => split.ids(index).length;
  for (const indices of batchesOf(Array(split.length).keys(), tokens, model)) {
    if (signal?.aborted) return null;
    const sentences = indices.map((index) => sentenceOf(split, index));
    await runBatch(model, 'predict', sentences);
    labels.push(...sentences.map(({ label }) => label));
    predicted.push(...predictions(await model.executor.read('probabilities'), sentences.length));
  }
  const { accuracy, macroF1 } = classification(labels, predicted, classes);
  return { accuracy, macroF1 };
}

/** The number of sentences whose label has the highest probability. `probabilities`: [sentences, classes]. */
export function countCorrect(probabilities: Float32Array, sentences: readonly Sentence[]): number {
  const predicted = predictions(probabilities, sentences.length);
  return sentences.filter(({ label }, b) => predicted[b] === label).length;
}

/** The class of highest probability of each sentence. `probabilities`: [sentences, classes]. */
function predictions(probabilities: Float32Array, sentences: number): number[] {
  const classes = probabilities.length / sentences;
  return Array.from({ length: sentences }, (_, b) => largest(probabilities.subarray(b * classes, (b + 1) * classes)));
}
