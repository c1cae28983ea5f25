import type { Model } from '../../model/model.ts';
import type { Observation } from '../observe.ts';

/** What speaks how much for the class that a sentence is predicted to be. */
export interface Attribution {
  /** Of each real token; the larger, the more it speaks for it, below 0 against it. */
  readonly scores: Float64Array;
  /** How far the scores are from adding up to what they are to explain; only of methods that promise that. */
  readonly gap?: Gap;
}

export interface Gap {
  /** |Σ scores − (margin − margin of the baseline)|, in logits. */
  readonly logits: number;
  /** The same as a share of the larger of that difference and 1 logit. */
  readonly share: number;
}

/** Attributes the margins (see `marginDirection`) of sentences to their tokens. Errors: an aborted signal's reason. */
export type Attribute = (
  model: Model,
  observations: readonly Observation[],
  signal?: AbortSignal,
) => Promise<Attribution[]>;
