/**
 * Counter-based random numbers: Threefry-2x32 with 20 rounds (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
 * A number is a pure function of key and counter, so it is the same on every device and with any number of threads.
 */
const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;

/** The two 32-bit words (unsigned) of the key (k0, k1) at the counter (c0, c1). */
export function threefry(k0: number, k1: number, c0: number, c1: number): [number, number] {
  const keys = [k0 | 0, k1 | 0, (0x1bd11bda ^ k0 ^ k1) | 0] as const;
  let x0 = (c0 + keys[0]) | 0;
  let x1 = (c1 + keys[1]) | 0;
  for (let round = 0; round < 20; round++) {
    const r = rotations[round % 8]!;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << r) | (x1 >>> (32 - r))) ^ x0;
    if (round % 4 === 3) {
      const group = (round + 1) / 4;
      x0 = (x0 + keys[group % 3]!) | 0;
      x1 = (x1 + keys[(group + 1) % 3]! + group) | 0;
    }
  }
  return [x0 >>> 0, x1 >>> 0];
}

/**
 * Dropout factors for `count` elements of `site` at a step: 1/(1−rate) where kept, else 0. Element i uses 16 bits of the words at counter
 * (step, i >> 2): the low and high half of the first, then of the second; it is kept where they are at least round(rate·65536). The first element is number `first`.
 */
export function dropoutFactors(
  seed: number,
  site: number,
  step: number,
  rate: number,
  count: number,
  first = 0,
): Float32Array {
  const factors = new Float32Array(count);
  const threshold = dropoutThreshold(rate);
  const scale = 1 / (1 - rate);
  for (let i = first & ~3; i < first + count; i += 4) {
    const [a, b] = threefry(seed, site, step, i >> 2);
    const bits = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
    const end = Math.min(i + 4, first + count);
    for (let at = Math.max(i, first); at < end; at++) factors[at - first] = bits[at - i]! >= threshold ? scale : 0;
  }
  return factors;
}

/** How many of 65,536 equally likely values drop an element. */
export function dropoutThreshold(rate: number): number {
  return Math.round(rate * 65536);
}

/** Gumbel(0,1) noise, [count, 2]: row i from the two words at counter (step, first + i); u = ((word >> 9) + ½) / 2²³. */
export function gumbelNoise(seed: number, site: number, step: number, count: number, first = 0): Float32Array {
  const noise = new Float32Array(count * 2);
  for (let i = 0; i < count; i++) {
    threefry(seed, site, step, first + i).forEach((word, j) => {
      noise[2 * i + j] = -Math.log(-Math.log(uniform(word)));
    });
  }
  return noise;
}

/** Maps a 32-bit word to a number in (0, 1) that float32 represents exactly; never 0 or 1. */
export function uniform(word: number): number {
  return ((word >>> 9) + 0.5) / 8388608;
}

/** Two independent N(0,1) numbers from two uniform ones (Box and Muller 1958). */
export function boxMuller(u: number, v: number): [number, number] {
  const radius = Math.sqrt(-2 * Math.log(u));
  return [radius * Math.cos(2 * Math.PI * v), radius * Math.sin(2 * Math.PI * v)];
}
