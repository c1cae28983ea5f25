/** Tokens, and which of them are planted. Positions count from 0. */
export interface Phrase {
  readonly tokens: readonly string[];
  readonly truth: PlantedTruth;
}

/** Which tokens decide the label of a sentence, and which only correlate with it. */
export interface PlantedTruth {
  /** Positions of the tokens that decide the label, ascending. */
  readonly words: readonly number[];
  /** Those of them that decide it together, the earlier position first: a negation and its word, a contrast and the word that counts. */
  readonly pairs: readonly (readonly [first: number, second: number])[];
  /** Positions of words that correlate with the label in the training split only. */
  readonly distractors: readonly number[];
}

const noTruth: PlantedTruth = { words: [], pairs: [], distractors: [] };

/** Words that decide nothing. */
export function plain(text: string): Phrase {
  return { tokens: text.split(' '), truth: noTruth };
}

/** One word that decides the label. */
export function planted(word: string): Phrase {
  return { tokens: [word], truth: { ...noTruth, words: [0] } };
}

/** One word that only correlates with the label. */
export function distractor(word: string): Phrase {
  return { tokens: [word], truth: { ...noTruth, distractors: [0] } };
}

/** The same tokens, none of which decides the label. */
export function withoutTruth({ tokens }: Phrase): Phrase {
  return { tokens, truth: noTruth };
}

/** Concatenates phrases; null is skipped. */
export function join(...phrases: readonly (Phrase | null)[]): Phrase {
  let all: Phrase = { tokens: [], truth: noTruth };
  for (const phrase of phrases) if (phrase) all = append(all, phrase);
  return all;
}

function append(before: Phrase, { tokens, truth }: Phrase): Phrase {
  const offset = before.tokens.length;
  const { words, pairs, distractors } = before.truth;
  return {
    tokens: [...before.tokens, ...tokens],
    truth: {
      words: [...words, ...truth.words.map((position) => offset + position)],
      pairs: [...pairs, ...truth.pairs.map(([i, j]) => [offset + i, offset + j] as const)],
      distractors: [...distractors, ...truth.distractors.map((position) => offset + position)],
    },
  };
}

/** Adds a pair: the first and the last deciding word of the phrase. */
export function withPair({ tokens, truth }: Phrase): Phrase {
  return { tokens, truth: { ...truth, pairs: [[truth.words[0]!, truth.words.at(-1)!], ...truth.pairs] } };
}
