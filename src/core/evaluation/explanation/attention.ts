import type { Observation } from '../observe.ts';
import { pairCodes, pairScores, rankDescending } from '../rank.ts';
import { Units } from '../units.ts';
import type { ExplainedPair } from './explanation.ts';

const maxPairs = 10;

/** The pairs of words of highest attention, strongest first. `weights`: attention of each layer, [heads, rows, rows]. */
export function strongestPairs(
  { words, rows, tokens }: Pick<Observation, 'words' | 'rows' | 'tokens'>,
  weights: readonly Float32Array[],
  heads: number,
): ExplainedPair[] {
  const units = new Units(words, tokens);
  const scores = units.largestPairs(pairScores(weights, heads, rows, tokens));
  const codes = pairCodes(units.count);
  return Array.from(rankDescending(scores).subarray(0, maxPairs), (pair) => {
    const code = codes[pair]!;
    return { first: Math.floor(code / units.count), second: code % units.count, score: scores[pair]! };
  });
}

/**
 * The attention that each token pays to each token, [tokens, tokens], mean over layers and heads. What special tokens and padding receive is
 * left out, so that a row may sum to less than 1. `weights`: attention of each layer, [heads, rows, rows].
 */
export function meanAttention(
  { rows, tokens }: Pick<Observation, 'rows' | 'tokens'>,
  weights: readonly Float32Array[],
  heads: number,
): Float32Array {
  const sums = new Float64Array(tokens * tokens);
  for (const layer of weights) {
    for (let head = 0; head < heads; head++) {
      for (let query = 0; query < tokens; query++) {
        const start = (head * rows + query) * rows;
        for (let key = 0; key < tokens; key++) sums[query * tokens + key]! += layer[start + key]!;
      }
    }
  }
  return Float32Array.from(sums, (sum) => sum / (heads * weights.length));
}
