import { largest } from '../../model/model.ts';
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
