import type { Observation } from '../observe.ts';
import type { ModelShape } from '../../model/modelShape.ts';

/**
 * Attention as an explanation (for its limits see Jain and Wallace 2019, arXiv 1902.10186): how much a token is attended to, averaged over
 * the real tokens of the sentence, heads and layers. It is never negative, so it cannot show that a token contradicts the prediction.
 */
export function attentionReceived({ weights, rows, tokens }: Observation, { heads, layers }: ModelShape): Float64Array {
  const scores = new Float64Array(tokens);
  for (const layer of weights) {
    for (let head = 0; head < heads; head++) {
      for (let query = 0; query < tokens; query++) {
        const start = (head * rows + query) * rows;
        for (let key = 0; key < tokens; key++) scores[key]! += layer[start + key]!;
      }
    }
  }
  return scores.map((total) => total / (tokens * heads * layers));
}
