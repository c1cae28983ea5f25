import type { Observation } from './observe.ts';
import type { Units } from './units.ts';

/** Tolerance for products such as 0.1·30, which differ from an integer only by rounding. */
const rounding = 1e-9;

/** ⌈fraction·count⌉: the number of items in a fraction (0 to 1) of `count`. */
export function countAt(fraction: number, count: number): number {
  return Math.max(0, Math.ceil(fraction * count - rounding));
}

/** The number of units (words or tokens) that a fraction removes; at least one is kept. */
export function removedUnits(fraction: number, units: number): number {
  return Math.min(countAt(fraction, units), Math.max(0, units - 1));
}

/** The number of unordered pairs of n tokens. */
export function pairCount(tokens: number): number {
  return (tokens * (tokens - 1)) / 2;
}

/** Above the bit patterns of all scores, so that a key is the larger the smaller its score is. */
const bitsOfTwo = 0x40000000;

/**
 * Sorts indices by descending score, equal scores by ascending index; any number of scores from 0 to 1 (rounding above 1 is harmless). Each
 * score is packed with its index into a 64-bit number, because sorting plain numbers is many times faster than sorting with a comparison
 * function. The halves are written and read as 32-bit numbers, the low one first, so that no BigInt is made.
 */
export function rankDescending(scores: Float32Array): Int32Array {
  const bits = new Int32Array(scores.buffer, scores.byteOffset, scores.length);
  const keys = new BigUint64Array(scores.length);
  const halves = new Uint32Array(keys.buffer);
  for (let i = 0; i < bits.length; i++) {
    halves[2 * i] = i;
    halves[2 * i + 1] = bitsOfTwo - bits[i]!;
  }
  keys.sort();
  const order = new Int32Array(scores.length);
  for (let i = 0; i < order.length; i++) order[i] = halves[2 * i]!;
  return order;
}

/** Like `rankDescending`, for a few scores of any size and sign. */
export function rankSigned(scores: Float32Array | Float64Array): Int32Array {
  return Int32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
}

/** The pairs (i, j), i < j, of n tokens as codes i·n + j, in ascending order. */
export function pairCodes(tokens: number): Int32Array {
  const codes = new Int32Array(pairCount(tokens));
  let at = 0;
  for (let i = 0; i < tokens; i++) {
    for (let j = i + 1; j < tokens; j++) codes[at++] = i * tokens + j;
  }
  return codes;
}

/**
 * Mean of (a_ij + a_ji) / 2 over heads and layers for every pair of the first `tokens` rows, in the order of `pairCodes`.
 * `weights`: the attention of one sentence for each layer, [heads, rows, rows].
 */
export function pairScores(
  weights: readonly Float32Array[],
  heads: number,
  rows: number,
  tokens: number,
): Float32Array {
  const sums = new Float64Array(pairCount(tokens));
  for (const layer of weights) {
    for (let head = 0; head < heads; head++) addPairs(sums, layer, head * rows * rows, rows, tokens);
  }
  const scale = 1 / (2 * heads * weights.length);
  return Float32Array.from(sums, (sum) => sum * scale);
}

function addPairs(sums: Float64Array, weights: Float32Array, start: number, rows: number, tokens: number): void {
  let at = 0;
  for (let i = 0; i < tokens; i++) {
    const row = start + i * rows;
    for (let j = i + 1; j < tokens; j++) sums[at++]! += weights[row + j]! + weights[start + j * rows + i]!;
  }
}

/** The order of removal: numbers of units (words or tokens), and codes of pairs of them (see `pairCodes`). */
export interface Ranking {
  /** null if the model has no mask to rank by. */
  readonly units: Int32Array | null;
  readonly pairs: Int32Array;
}

/** The ranking by keep probabilities and attention (docs/measures.md: SRS). */
export function modelRanking(
  { keep, weights, rows, tokens }: Pick<Observation, 'keep' | 'weights' | 'rows' | 'tokens'>,
  units: Units,
  heads: number,
): Ranking {
  const codes = pairCodes(units.count);
  const scores = units.largestPairs(pairScores(weights, heads, rows, tokens));
  return {
    units: keep && rankDescending(units.largest(keep)),
    pairs: rankDescending(scores).map((pair) => codes[pair]!),
  };
}
