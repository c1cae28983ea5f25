import { threefry, uniform } from '../../common/random.ts';
import { rankDescending } from '../evaluation/rank.ts';
import { Units } from '../evaluation/units.ts';
import { withTokens, type Sentence } from '../model/batch.ts';

/** Separates the draws from those of dropout, Gumbel noise and permutations, which use the same seed. */
const stream = 0x64656c00;

const noPairs = new Int32Array(0);

/** What the draws for a text depend on. */
export interface DeletionDraw {
  readonly seed: number;
  readonly step: number;
  /** Number of the text in the batch of the step. */
  readonly text: number;
}

/**
 * With probability `rate` the text without a random share of its words: as many as a uniformly drawn share of them, rounded down, so that at
 * least one stays (after Madsen et al., arXiv 2310.07819, who mask such a share of the tokens in half of each batch). `words`: the word of
 * each token, ascending; null: every token is a word.
 */
export function deleteRandomWords(
  sentence: Sentence,
  words: Int32Array | null,
  rate: number,
  { seed, step, text }: DeletionDraw,
): Sentence {
  const [chance, share] = threefry(seed, stream, step, text);
  if (uniform(chance) >= rate) return sentence;
  const units = new Units(words, sentence.ids.length);
  const deleted = Math.floor(uniform(share) * units.count);
  if (deleted === 0) return sentence;
  const scores = Float32Array.from({ length: units.count }, (_, i) => uniform(threefry(chance, share, i, stream)[0]));
  const kept = rankDescending(scores).subarray(deleted).sort();
  return withTokens(sentence, units.remainder(kept, noPairs).tokens);
}
