import * as z from 'zod';
import { averagePrecision, precisionAt, randomAveragePrecision } from './averagePrecision.ts';

/** How well rankings find planted words or pairs: means over the sentences that have some. */
export const rankingSchema = z.object({
  sentences: z.int(),
  averagePrecision: z.number(),
  /** Expected value for a random order. */
  randomAveragePrecision: z.number(),
  /** Precision of the first one. */
  precisionAt1: z.number(),
  /** Precision of the first n, where n are planted in the sentence. */
  precisionAtPlanted: z.number(),
});
export type RankingReport = z.output<typeof rankingSchema>;

/** Collects a `RankingReport`, ranking by ranking; rankings without relevant elements are ignored. */
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
