import type { WordTypes } from '../dataset/vocabulary.ts';
import type { Sentences } from '../evaluation/observe.ts';

/** The parts of a `Dataset` that a training reads. */
export interface TrainingData {
  readonly classes: readonly string[];
  readonly vocabulary: WordTypes;
  readonly train: Sentences;
  readonly dev: Sentences;
}
