import type { Model } from '../../model/model.ts';
import type { Observation } from '../observe.ts';

/** How much each token of a sentence supports the predicted class. */
export interface Attribution {
  /** One score per real token: positive if it supports the predicted class, negative if it contradicts it. */
  readonly scores: Float64Array;
  /** Standard error of each score; only for methods that sample. */
  readonly errors?: Float64Array;
  /** How far the sum of the scores is from the change that they explain; only for methods with completeness. */
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
