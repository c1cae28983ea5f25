/** Tokens, and which of them were planted on purpose. Places count from 0. */
export interface Phrase {
  readonly tokens: readonly string[];
  readonly truth: PlantedTruth;
}

/** What decides the label of a sentence, and what only seems to. */
export interface PlantedTruth {
  /** Places of the tokens that decide the label, rising. */
  readonly words: readonly number[];
  /** Those of them that decide it together, the earlier place first: a negation and its word, a contrast and the word that counts. */
  readonly pairs: readonly (readonly [first: number, second: number])[];
  /** Places of words that go with the label in train only. */
  readonly distractors: readonly number[];
}

const nothing: PlantedTruth = { words: [], pairs: [], distractors: [] };

/** Words that decide nothing. */
export function plain(text: string): Phrase {
  return { tokens: text.split(' '), truth: nothing };
}

/** One word that decides. */
export function planted(word: string): Phrase {
  return { tokens: [word], truth: { ...nothing, words: [0] } };
}

/** One word that seems to. */
export function distracting(word: string): Phrase {
  return { tokens: [word], truth: { ...nothing, distractors: [0] } };
}

/** The same tokens, deciding nothing. */
export function overruled({ tokens }: Phrase): Phrase {
  return { tokens, truth: nothing };
}

/** Phrases one after another; null is none. */
export function join(...phrases: readonly (Phrase | null)[]): Phrase {
  let all: Phrase = { tokens: [], truth: nothing };
  for (const phrase of phrases) if (phrase) all = append(all, phrase);
  return all;
}

function append(before: Phrase, { tokens, truth }: Phrase): Phrase {
  const by = before.tokens.length;
  const { words, pairs, distractors } = before.truth;
  return {
    tokens: [...before.tokens, ...tokens],
    truth: {
      words: [...words, ...truth.words.map((place) => by + place)],
      pairs: [...pairs, ...truth.pairs.map(([i, j]) => [by + i, by + j] as const)],
      distractors: [...distractors, ...truth.distractors.map((place) => by + place)],
    },
  };
}

/** The phrase with its first deciding word and its last as one more pair. */
export function paired({ tokens, truth }: Phrase): Phrase {
  return { tokens, truth: { ...truth, pairs: [[truth.words[0]!, truth.words.at(-1)!], ...truth.pairs] } };
}
