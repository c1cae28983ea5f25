import type { PlantedTruth } from '../dataset/planted/phrase.ts';
import { Units } from './units.ts';

/** The truth of a sentence by its tokens, for rankings of tokens: all pieces of a planted word are planted. `wordOfToken` is ascending. */
export function plantedTokens({ words, pairs, distractors }: PlantedTruth, wordOfToken: Int32Array): PlantedTruth {
  const units = new Units(wordOfToken, wordOfToken.length);
  const tokens = (word: number) => (word < units.count ? units.tokens(word) : []);
  return {
    words: words.flatMap(tokens),
    pairs: pairs.flatMap(([first, second]) => tokens(first).flatMap((i) => tokens(second).map((j) => [i, j] as const))),
    distractors: distractors.flatMap(tokens),
  };
}
