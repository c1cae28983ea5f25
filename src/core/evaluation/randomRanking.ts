import { threefry, uniform } from '../../common/random.ts';
import { pairCodes, rankDescending, type Ranking } from './rank.ts';

/** Streams of random numbers, separate from those of training and of initial values. */
const streams = {
  units: 1 << 20,
  pairs: (1 << 20) + 1,
  sample: (1 << 20) + 2,
  neurons: (1 << 20) + 3,
  permutations: (1 << 20) + 4,
  deletions: (1 << 20) + 5,
  deletionSizes: (1 << 20) + 6,
};

/** A random removal order. It depends on the seed and the number of the sentence in its split only. */
export function randomRanking(seed: number, sentence: number, units: number): Ranking {
  const codes = pairCodes(units);
  return {
    units: rankDescending(randomUnitScores(seed, sentence, units)),
    pairs: randomOrder(seed, streams.pairs, sentence, codes.length).map((pair) => codes[pair]!),
  };
}

/** The scores that rank its words or tokens: uniform numbers in (0, 1). */
export function randomUnitScores(seed: number, sentence: number, units: number): Float32Array {
  return randomScores(seed, streams.units, sentence, units);
}

/** A fixed random sample of `size` of `count` sentences, in ascending order; all of them if `size` is null or larger. */
export function sampleOf(count: number, size: number | null): Int32Array {
  if (size === null || size >= count) return Int32Array.from({ length: count }, (_, i) => i);
  return randomOrder(0, streams.sample, 0, count).slice(0, size).sort();
}

/** Draws `count` of the neurons `from` at random, in ascending order; the result depends on the seed and the layer. */
export function randomNeurons(seed: number, layer: number, from: readonly number[], count: number): number[] {
  const drawn = randomOrder(seed, streams.neurons, layer, from.length).subarray(0, count);
  return Array.from(drawn, (at) => from[at]!).sort((a, b) => a - b);
}

/** A random order of `count` items; a function of the seed and the count. */
export function randomPermutation(seed: number, count: number): Int32Array {
  return randomOrder(seed, streams.permutations, count, count);
}

/** What is left of `count` items, ascending, after a random number of them, from 1 to all, is deleted; a function of the seed and the count. */
export function randomDeletion(seed: number, count: number): Int32Array {
  const [drawn] = threefry(seed, streams.deletionSizes, count, 0);
  const deleted = 1 + Math.floor(uniform(drawn) * count);
  return randomOrder(seed, streams.deletions, count, count).slice(deleted).sort();
}

function randomOrder(seed: number, stream: number, counter: number, count: number): Int32Array {
  return rankDescending(randomScores(seed, stream, counter, count));
}

function randomScores(seed: number, stream: number, counter: number, count: number): Float32Array {
  const scores = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const [a, b] = threefry(seed, stream, counter, i);
    scores[i] = uniform(a);
    if (i + 1 < count) scores[i + 1] = uniform(b);
  }
  return scores;
}
