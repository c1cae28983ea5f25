import { threefry, uniform } from '../../../common/random.ts';

/** Separates these random streams from those of permutations, training and evaluation. */
const streamBase = 0x706c6100;

/** Random choices for one sentence; they depend on the seed, the split and the number of the sentence only. */
export class Draws {
  readonly #seed: number;
  readonly #split: number;
  readonly #sentence: number;
  #count = 0;

  constructor(seed: number, split: number, sentence: number) {
    this.#seed = seed;
    this.#split = split;
    this.#sentence = sentence;
  }

  /** A uniform number in (0, 1). */
  number(): number {
    return uniform(threefry(this.#seed, streamBase + this.#split, this.#sentence, this.#count++)[0]);
  }

  chance(probability: number): boolean {
    return this.number() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.number() * list.length)]!;
  }
}
