import type { Vocabulary } from '../dataset/vocabulary.ts';
import type { Sentences } from '../evaluation/observe.ts';

/** What a training needs of a `Dataset`. */
export interface TrainingData {
  readonly classes: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly train: Sentences;
  readonly dev: Sentences;
}
