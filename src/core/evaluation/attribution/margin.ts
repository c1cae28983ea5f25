import { largest } from '../../model/model.ts';
import type { Observation } from '../observe.ts';

/**
 * What is attributed to the tokens of a sentence is its logit margin: the logit of the predicted class less that of the class that is
 * likeliest beside it. [classes]: +1 and −1 at the two, both those of the unchanged sentence; 0 elsewhere.
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
