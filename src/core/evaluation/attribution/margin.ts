import type { Sentence } from '../../model/batch.ts';
import { batchesOf, largest, runBatch, type Model } from '../../model/model.ts';
import type { Observation } from '../observe.ts';

/**
 * The direction of the logit margin, which is attributed to the tokens of a sentence: the logit of the predicted class minus that of the
 * second likeliest class. [classes]: +1 and −1 for these two classes of the unchanged sentence, otherwise 0.
 */
export function marginDirection({ predicted, probabilities }: Observation): Float32Array {
  const direction = new Float32Array(probabilities.length);
  const others = Float32Array.from(probabilities);
  others[predicted] = -1;
  direction[largest(others)] = -1;
  direction[predicted] = 1;
  return direction;
}

/** The margin of the sentence `at` of a batch; `logits`: [sentences, classes]. */
export function marginOf(logits: Float32Array, at: number, direction: Float32Array): number {
  return direction.reduce((sum, sign, c) => sum + sign * logits[at * direction.length + c]!, 0);
}

/** A sentence with the direction of its margin. */
export interface DirectedSentence extends Sentence {
  readonly direction: Float32Array; // [classes]
}

/** Predicts sentences in batches and returns their margins. Errors: an aborted signal's reason. */
export async function marginsOf(
  model: Model,
  sentences: Iterable<DirectedSentence>,
  signal?: AbortSignal,
): Promise<number[]> {
  const margins: number[] = [];
  for (const group of batchesOf(sentences, ({ ids }) => ids.length, model)) {
    signal?.throwIfAborted();
    await runBatch(model, 'predict', group);
    const logits = await model.executor.read('logits');
    group.forEach(({ direction }, b) => margins.push(marginOf(logits, b, direction)));
  }
  return margins;
}
