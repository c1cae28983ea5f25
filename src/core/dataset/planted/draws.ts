import { threefry, uniform } from '../../../common/random.ts';

/** Keeps these streams apart from those of permutations, training and evaluation. */
const streamBase = 0x706c6100;

/** Random choices for one sentence: a function of seed, split and number alone. */
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

  /** Above 0, below 1. */
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
