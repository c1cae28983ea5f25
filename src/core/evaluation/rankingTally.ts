import * as z from 'zod';
import { estimate } from '../../common/statistics.ts';
import { averagePrecision, precisionAt, randomAveragePrecision } from './averagePrecision.ts';

/** Half of the 95 % interval of a mean over sentences (`estimate`); null for few sentences. */
export const halfWidthSchema = z.number().nullable();

/**
 * How well rankings find relevant items, such as marked words: means over the sentences that have some. Optional fields are missing in
 * evaluations of earlier versions.
 */
export const rankingSchema = z.object({
  /** Number of sentences that have relevant items. */
  sentences: z.int(),
  /** Share of the items of all sentences that are relevant. */
  share: z.number().optional(),
  averagePrecision: z.number(),
  /** Expected value for a random order. */
  randomAveragePrecision: z.number(),
  /** Precision of the first one. */
  precisionAt1: z.number(),
  /** Expected value for a random order; that of `f1` is the same. */
  randomPrecisionAt1: z.number().optional(),
  /** F1 of the first n, where n are relevant in the sentence: both their precision and their recall. */
  f1: z.number().optional(),
  halfWidths: z
    .object({ averagePrecision: halfWidthSchema, precisionAt1: halfWidthSchema, f1: halfWidthSchema })
    .optional(),
});
export type RankingReport = z.output<typeof rankingSchema>;

/** Collects the results of a `RankingReport`, sentence by sentence; those without relevant items count in `share` only. */
export class RankingTally {
  readonly #averagePrecision = new SentenceMean();
  readonly #randomAveragePrecision = new SentenceMean();
  readonly #precisionAt1 = new SentenceMean();
  readonly #randomPrecisionAt1 = new SentenceMean();
  readonly #f1 = new SentenceMean();
  /** Average precision of each sentence and its expected value for a random order; null where nothing is relevant. */
  readonly bySentence = { averagePrecision: [] as (number | null)[], random: [] as (number | null)[] };
  #relevant = 0;
  #items = 0;

  /** `orders`: rankings of the items of one sentence, one or more; the values of several are averaged. */
  add(orders: readonly Int32Array[], relevant: ReadonlySet<number>): void {
    const items = orders[0]!.length;
    this.#items += items;
    this.#relevant += relevant.size;
    const averagePrecisions = relevant.size === 0 ? [] : orders.map((order) => averagePrecision(order, relevant));
    const random = relevant.size === 0 ? null : randomAveragePrecision(relevant.size, items);
    this.bySentence.averagePrecision.push(meanOf(averagePrecisions));
    this.bySentence.random.push(random);
    if (random === null) return;
    this.#averagePrecision.add(averagePrecisions);
    this.#randomAveragePrecision.add([random]);
    this.#precisionAt1.add(orders.map((order) => precisionAt(1, order, relevant)));
    this.#randomPrecisionAt1.add([relevant.size / items]);
    this.#f1.add(orders.map((order) => precisionAt(relevant.size, order, relevant)));
  }

  /** A `RankingReport` with all fields; null if no sentence has relevant items. */
  report() {
    const { sentences } = this.#averagePrecision;
    if (sentences === 0) return null;
    return {
      sentences,
      share: this.#relevant / this.#items,
      averagePrecision: this.#averagePrecision.value!,
      randomAveragePrecision: this.#randomAveragePrecision.value!,
      precisionAt1: this.#precisionAt1.value!,
      randomPrecisionAt1: this.#randomPrecisionAt1.value!,
      f1: this.#f1.value!,
      halfWidths: {
        averagePrecision: this.#averagePrecision.halfWidth,
        precisionAt1: this.#precisionAt1.halfWidth,
        f1: this.#f1.halfWidth,
      },
    };
  }
}

/** The mean of a value over sentences that each have one value or several. */
export class SentenceMean {
  readonly #mean = new Mean();
  /** The mean of each sentence. */
  readonly #sentences: number[] = [];

  add(values: readonly number[]): void {
    for (const value of values) this.#mean.add(value);
    const own = meanOf(values);
    if (own !== null) this.#sentences.push(own);
  }

  get sentences(): number {
    return this.#sentences.length;
  }

  get value(): number | null {
    return this.#mean.value;
  }

  /** Half of its 95 % interval over sentences. */
  get halfWidth(): number | null {
    return estimate(this.#sentences)?.half ?? null;
  }
}

function meanOf(values: readonly number[]): number | null {
  const mean = new Mean();
  for (const value of values) mean.add(value);
  return mean.value;
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
