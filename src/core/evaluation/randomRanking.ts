import { threefry, uniform } from '../../common/random.ts';
import { pairCodes, rankDescending, type Ranking } from './rank.ts';

/** Streams of random numbers, apart from those of training and of initial values. */
const streams = { tokens: 1 << 20, pairs: (1 << 20) + 1, sample: (1 << 20) + 2, neurons: (1 << 20) + 3 };

/** A removal order drawn at random: a function of the seed and of the sentence's number in its split alone. */
export function randomRanking(seed: number, sentence: number, tokens: number): Ranking {
  const codes = pairCodes(tokens);
  return {
    tokens: rankDescending(randomTokenScores(seed, sentence, tokens)),
    pairs: randomOrder(seed, streams.pairs, sentence, codes.length).map((pair) => codes[pair]!),
  };
}

/** What ranks its tokens: uniform numbers of 0 to 1. */
export function randomTokenScores(seed: number, sentence: number, tokens: number): Float32Array {
  return randomScores(seed, streams.tokens, sentence, tokens);
}

/** `size` of `count` sentences, drawn once and for all, in rising order; all of them where `size` is null or larger. */
export function sampleOf(count: number, size: number | null): Int32Array {
  if (size === null || size >= count) return Int32Array.from({ length: count }, (_, i) => i);
  return randomOrder(0, streams.sample, 0, count).slice(0, size).sort();
}

/** `count` of the numbers, drawn at random: a function of the seed and of the layer. In rising order. */
export function randomNeurons(seed: number, layer: number, from: readonly number[], count: number): number[] {
  const drawn = randomOrder(seed, streams.neurons, layer, from.length).subarray(0, count);
  return Array.from(drawn, (at) => from[at]!).sort((a, b) => a - b);
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
