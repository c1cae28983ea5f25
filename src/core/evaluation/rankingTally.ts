import { averagePrecision, precisionAt, randomAveragePrecision } from './averagePrecision.ts';

/** How well rankings find what was planted: means over the sentences that have something planted. */
export interface RankingReport {
  readonly sentences: number;
  readonly averagePrecision: number;
  /** What a random order is to be expected to have. */
  readonly randomAveragePrecision: number;
  /** Of the first. */
  readonly precisionAt1: number;
  /** Of as many as are planted in the sentence. */
  readonly precisionAtPlanted: number;
}

/** Collects what `RankingReport` says, ranking by ranking; those without anything relevant do not count. */
export class RankingTally {
  readonly #averagePrecision = new Mean();
  readonly #random = new Mean();
  readonly #first = new Mean();
  readonly #planted = new Mean();

  add(order: Int32Array, relevant: ReadonlySet<number>): void {
    if (relevant.size === 0) return;
    this.#averagePrecision.add(averagePrecision(order, relevant));
    this.#random.add(randomAveragePrecision(relevant.size, order.length));
    this.#first.add(precisionAt(1, order, relevant));
    this.#planted.add(precisionAt(relevant.size, order, relevant));
  }

  report(): RankingReport | null {
    const { count } = this.#first;
    if (count === 0) return null;
    return {
      sentences: count,
      averagePrecision: this.#averagePrecision.value!,
      randomAveragePrecision: this.#random.value!,
      precisionAt1: this.#first.value!,
      precisionAtPlanted: this.#planted.value!,
    };
  }
}

export class Mean {
  count = 0;
  #sum = 0;

  add(value: number): void {
    this.count++;
    this.#sum += value;
  }

  get value(): number | null {
    return this.count ? this.#sum / this.count : null;
  }
}
