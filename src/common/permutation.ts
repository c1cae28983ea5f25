import { threefry } from './random.ts';

/** Keeps the streams of permutations apart from the sites of dropout and Gumbel noise, which share the seed. */
const streamBase = 0x70657200;

/** The stream that shares out training examples; each other use takes a number of its own, an epoch 1 + its number. */
export const splitStream = 0;

/** The numbers 0 … n−1 in an order that `seed` and `stream` (whole numbers below 2³²) alone decide (Fisher–Yates). */
export function permutation(seed: number, stream: number, n: number): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const [word] = threefry(seed, streamBase + stream, i, 0);
    const j = Math.floor((word / 4294967296) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
