import * as z from 'zod';
import { meanAndDeviation } from '../../common/statistics.ts';
import type { Outcome } from './removalQueue.ts';
import { removalKinds, type RemovalKind, type RemovalOutcomes } from './sentenceRemovals.ts';
import { spreadSchema } from './spread.ts';

/** The accuracy lost by a removal and by a random removal of the same size, in percentage points. */
const srsValueSchema = z.object({
  srs: z.number(),
  /** Over the random seeds. */
  random: spreadSchema.nullable(),
});
export type SrsValue = z.output<typeof srsValueSchema>;

/** SRS_imp, SRS_inter and SRS of one fraction k; null if the model has no mask to rank words by. */
const srsPointSchema = z.object({
  k: z.number(),
  imp: srsValueSchema.nullable(),
  inter: srsValueSchema.nullable(),
  both: srsValueSchema.nullable(),
});
export type SrsPoint = z.output<typeof srsPointSchema>;

export const srsSchema = z.object({
  /** Number of sentences it was measured on. */
  sentences: z.int(),
  /** Accuracy of the unchanged model on these sentences, 0 to 1. */
  accuracy: z.number(),
  /** The fraction k whose values are the result. */
  headline: z.number(),
  randomSeeds: z.int(),
  curve: z.array(srsPointSchema).readonly(),
});
export type SrsReport = z.output<typeof srsSchema>;

/** Counts correct predictions after each removal. Rankings: the model's own first, then one per random seed. */
export class SrsTally {
  readonly #fractions: readonly number[];
  readonly #correct: Record<RemovalKind, number[]>[];
  #sentences = 0;
  #correctUnchanged = 0;

  constructor(fractions: readonly number[], rankings: number) {
    this.#fractions = fractions;
    const zeros = () => fractions.map(() => 0);
    this.#correct = Array.from({ length: rankings }, () => ({ imp: zeros(), inter: zeros(), both: zeros() }));
  }

  add(label: number, unchanged: Outcome, byRanking: readonly RemovalOutcomes[]): void {
    this.#sentences++;
    if (unchanged.predicted === label) this.#correctUnchanged++;
    byRanking.forEach((outcomes, ranking) => {
      for (const kind of removalKinds) {
        outcomes[kind]?.forEach(({ predicted }, f) => {
          if (predicted === label) this.#correct[ranking]![kind][f]!++;
        });
      }
    });
  }

  /** `masked`: whether the model has a mask to rank words by. */
  report(headline: number, masked: boolean): SrsReport {
    return {
      sentences: this.#sentences,
      accuracy: this.#correctUnchanged / this.#sentences,
      headline,
      randomSeeds: this.#correct.length - 1,
      curve: this.#fractions.map((k, f) => ({
        k,
        imp: masked ? this.#value('imp', f) : null,
        inter: this.#value('inter', f),
        both: masked ? this.#value('both', f) : null,
      })),
    };
  }

  #value(kind: RemovalKind, fraction: number): SrsValue {
    const [srs, ...random] = this.#correct.map(
      (correct) => (100 * (this.#correctUnchanged - correct[kind][fraction]!)) / this.#sentences,
    );
    return { srs: srs!, random: random.length ? meanAndDeviation(random) : null };
  }
}

/** The point of a report's headline fraction. */
export function headlineOf(report: SrsReport): SrsPoint {
  return report.curve.find(({ k }) => k === report.headline)!;
}
