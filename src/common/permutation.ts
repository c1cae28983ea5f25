import { threefry } from './random.ts';

/** Separates the streams of permutations from those of dropout and Gumbel noise, which use the same seed. */
const streamBase = 0x70657200;

/** The stream that assigns training examples to splits. Every other use has a stream of its own; epoch e (from 0) uses 1 + e. */
export const splitStream = 0;

/** The numbers 0 … n−1 in an order that depends on `seed` and `stream` (integers below 2³²) only (Fisher–Yates shuffle). */
export function permutation(seed: number, stream: number, n: number): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const [word] = threefry(seed, streamBase + stream, i, 0);
    const j = Math.floor((word / 4294967296) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
