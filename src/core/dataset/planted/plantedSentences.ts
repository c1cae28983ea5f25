import { allSplits, type SplitName } from '../source.ts';
import { Draws } from './draws.ts';
import { plantedSentence, type PlantedLabel } from './grammar.ts';
import type { PlantedTruth } from './phrase.ts';

/** The settings that determine a planted data set completely. */
export interface PlantedSettings {
  /** Number of training sentences; dev and test have a quarter of it each. */
  readonly sentences: number;
  /** Correlation of the distractors with the label in the training split, 0 to 1; in dev and test it is 0. */
  readonly distractors: number;
  readonly seed: number;
}

export interface PlantedSentence {
  /** Tokens separated by single spaces, including punctuation marks, so that the tokenizers `whitespace` and `words` give the same tokens. */
  readonly text: string;
  readonly label: 'negative' | 'positive';
  readonly truth: PlantedTruth;
}

export const plantedLabels = ['negative', 'positive'] as const;

/** The sentences of a split; the same settings always give the same sentences. */
export function* plantedSentences(
  { sentences, distractors, seed }: PlantedSettings,
  split: SplitName,
): Generator<PlantedSentence> {
  const count = split === 'train' ? sentences : Math.ceil(sentences / 4);
  const agreement = split === 'train' ? (1 + distractors) / 2 : 0.5;
  for (let i = 0; i < count; i++) {
    const draws = new Draws(seed, allSplits.indexOf(split), i);
    const label: PlantedLabel = draws.chance(0.5) ? 1 : 0;
    const distractorLabel: PlantedLabel = draws.chance(agreement) ? label : label === 0 ? 1 : 0;
    const { tokens, truth } = plantedSentence(draws, label, distractorLabel);
    yield { text: tokens.join(' '), label: plantedLabels[label], truth };
  }
}
