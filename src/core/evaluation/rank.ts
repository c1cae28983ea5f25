/** Products such as 0.1·30 lie off their integer by rounding alone. */
const rounding = 1e-9;

/** ⌈fraction·count⌉: how many of `count` things a fraction (0 to 1) takes. */
export function countAt(fraction: number, count: number): number {
  return Math.max(0, Math.ceil(fraction * count - rounding));
}

/** Tokens of n that a fraction removes: at least one stays. */
export function removedTokens(fraction: number, tokens: number): number {
  return Math.min(countAt(fraction, tokens), Math.max(0, tokens - 1));
}

/** Unordered pairs of n tokens. */
export function pairCount(tokens: number): number {
  return (tokens * (tokens - 1)) / 2;
}

/** Scores of up to 1 have fewer than 2³⁰ bit patterns; 2²³ indices beside them fit the 53 bits of a float64. */
const maxIndices = 2 ** 23;
const bitsOfOne = 0x3f800000;

/**
 * Indices by falling score, equal scores by rising index. Scores lie in 0 to 1 (rounding above 1 is harmless). Score and index are
 * packed into one number each, because the native sort of plain numbers is many times faster than one that calls back.
 * Errors: RangeError beyond 2²³ scores.
 */
export function rankDescending(scores: Float32Array): Int32Array {
  if (scores.length > maxIndices) throw new RangeError(`cannot rank ${scores.length} scores, at most ${maxIndices}`);
  const bits = new Int32Array(scores.buffer, scores.byteOffset, scores.length);
  const keys = new Float64Array(scores.length);
  for (let i = 0; i < keys.length; i++) keys[i] = (bitsOfOne - bits[i]!) * maxIndices + i;
  keys.sort();
  const order = new Int32Array(keys.length);
  for (let i = 0; i < order.length; i++) {
    const key = keys[i]!;
    order[i] = key - Math.floor(key / maxIndices) * maxIndices;
  }
  return order;
}

/** The same for a few scores of any size and sign. */
export function rankSigned(scores: Float32Array | Float64Array): Int32Array {
  return Int32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
}

/** The pairs (i, j), i < j, of n tokens as codes i·n + j, in rising order. */
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
 * `weights`: of each layer, one sentence's attention [heads, rows, rows].
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

/** What is removed first: tokens by their place, pairs by their code (see `pairCodes`). */
export interface Ranking {
  /** null where the model has no mask to rank by. */
  readonly tokens: Int32Array | null;
  readonly pairs: Int32Array;
}

/** The ranking the model itself gives (method: SRS). */
export function modelRanking(keep: Float32Array | null, scores: Float32Array, tokens: number): Ranking {
  const codes = pairCodes(tokens);
  return {
    tokens: keep === null ? null : rankDescending(keep),
    pairs: rankDescending(scores).map((pair) => codes[pair]!),
  };
}
