import type { Size } from './size.ts';

/**
 * probabilities = softmax(logits); loss = −weight · ln of the label's; dLogits of the mean over the sentences of the whole batch. A weighted mean is the mean over
 * sentences if the weights have the mean 1.
 */
export interface CrossEntropy {
  op: 'crossEntropy';
  logits: string; // [sentences, C]
  labels: string; // i32 [sentences]
  weights?: string; // [sentences]; 1 without it
  probabilities: string; // [sentences, C]
  loss: string; // [sentences]
  dLogits?: string; // [sentences, C]
}

/** losses[at] = Σ over all parts of all their elements / (count · of); summed in float64, in a fixed order. */
export interface MeanLoss {
  op: 'meanLoss';
  parts: readonly string[];
  /** `sentences`: those of the whole batch, of which this one may be a part. */
  count: Size;
  /** Further divisor: heads and layers of the interaction term, else 1. */
  of: number;
  losses: string; // [count of losses]
  at: number;
}
