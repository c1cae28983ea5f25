import * as z from 'zod';
import { rationaleNames, type RationaleName } from '../dataset/rationale.ts';
import { iouF1 } from './iouF1.ts';
import type { Sentences } from './observe.ts';
import { rankDescending } from './rank.ts';
import { randomUnitScores } from './randomRanking.ts';
import { halfWidthSchema, rankingSchema, RankingTally, SentenceMean } from './rankingTally.ts';
import type { Units } from './units.ts';

/** How well rankings of words or tokens find those that a rationale marks. */
export const rationaleReportSchema = rankingSchema.extend({
  /** IoU F1 of the first n, where n are marked in the sentence. */
  iouF1: z.number().optional(),
  /** Mean over random orders; null without any. */
  randomIouF1: z.number().nullable().optional(),
  halfWidths: rankingSchema.shape.halfWidths.unwrap().extend({ iouF1: halfWidthSchema }).optional(),
});
export type RationaleReport = z.output<typeof rationaleReportSchema>;

/** By the name of the rationale; without those that no sentence has. */
function byRationale<T extends z.ZodType>(schema: T) {
  const fields = rationaleNames.map((name) => [name, schema.optional()] as const);
  return z.object(Object.fromEntries(fields) as Record<RationaleName, z.ZodOptional<T>>);
}

export const rationaleReportsSchema = byRationale(rationaleReportSchema);
export type RationaleReports = z.output<typeof rationaleReportsSchema>;

const gappedColumn = z.array(z.number().nullable()).readonly();

/** The average precision of each sentence and its expected value for a random order; null where nothing is marked. */
export const sentenceRationalesSchema = byRationale(z.object({ averagePrecision: gappedColumn, random: gappedColumn }));
export type SentenceRationales = z.output<typeof sentenceRationalesSchema>;

/** Collects the results of rankings for each rationale of a split. */
export class RationaleTally {
  readonly #split: Sentences;
  readonly #randomSeeds: readonly number[];
  readonly #tallies: ReadonlyMap<RationaleName, Tally>;

  /** `randomSeeds`: how many random orders of each sentence to measure for `randomIouF1`. */
  constructor(split: Sentences, randomSeeds = 0) {
    this.#split = split;
    this.#randomSeeds = Array.from({ length: randomSeeds }, (_, seed) => seed);
    this.#tallies = new Map(split.rationales?.map((name) => [name, new Tally()]));
  }

  /** `orders`: rankings of the units of sentence `index`, one or more; the values of several are averaged. */
  add(orders: readonly Int32Array[], index: number, units: Units): void {
    if (this.#tallies.size === 0) return;
    const random = this.#randomSeeds.map((seed) => rankDescending(randomUnitScores(seed, index, units.count)));
    for (const [name, tally] of this.#tallies) {
      tally.add(orders, random, units.containing(this.#split.marked!(name, index)));
    }
  }

  /** In the order in which the sentences were added; empty if none was. */
  bySentence(): SentenceRationales {
    const columns = Array.from(this.#tallies, ([name, tally]) => [name, tally.bySentence] as const);
    return Object.fromEntries(columns.filter(([, { random }]) => random.length > 0));
  }

  report(): RationaleReports {
    const reports = Array.from(this.#tallies, ([name, tally]) => [name, tally.report()] as const);
    return Object.fromEntries(reports.filter(([, report]) => report !== null));
  }
}

class Tally {
  readonly #ranking = new RankingTally();
  readonly #iouF1 = new SentenceMean();
  readonly #randomIouF1 = new SentenceMean();

  add(orders: readonly Int32Array[], random: readonly Int32Array[], marked: ReadonlySet<number>): void {
    this.#ranking.add(orders, marked);
    if (marked.size === 0) return;
    const iou = (order: Int32Array) => iouF1(new Set(order.subarray(0, marked.size)), marked);
    this.#iouF1.add(orders.map(iou));
    this.#randomIouF1.add(random.map(iou));
  }

  get bySentence() {
    return this.#ranking.bySentence;
  }

  report(): RationaleReport | null {
    const ranking = this.#ranking.report();
    return (
      ranking && {
        ...ranking,
        iouF1: this.#iouF1.value!,
        randomIouF1: this.#randomIouF1.value,
        halfWidths: { ...ranking.halfWidths, iouF1: this.#iouF1.halfWidth },
      }
    );
  }
}
