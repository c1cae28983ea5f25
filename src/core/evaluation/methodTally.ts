import * as z from 'zod';
import { rankingNames, type RankingName } from './attribution/rankingNames.ts';
import type { PlantedTruth } from '../dataset/planted/phrase.ts';
import { eraserSchema, EraserTally } from './eraser.ts';
import type { Observation } from './observe.ts';
import { rankSigned } from './rank.ts';
import { RankingTally } from './rankingTally.ts';
import type { Outcome, RemovalQueue } from './removalQueue.ts';
import { SentenceRemovals } from './sentenceRemovals.ts';
import { meanAndDeviation } from '../../common/statistics.ts';

/** The results of one ranking of tokens; of the random one, the means over its seeds. */
export const rivalMethodSchema = z.object({
  name: z.enum(rankingNames),
  /** SRS_imp(k) in percentage points, with the sample deviation over the seeds where there are some. */
  curve: z.array(z.object({ k: z.number(), srs: z.number(), deviation: z.number().nullable() })).readonly(),
  /** null where no fraction is above 0. */
  eraser: eraserSchema.nullable(),
  /** Average precision against the planted words; null where there are none. */
  averagePrecision: z.number().nullable(),
  /** What ranking a sentence took, beyond the prediction itself. */
  milliseconds: z.number(),
});
export type RivalMethod = z.output<typeof rivalMethodSchema>;

interface Planned {
  readonly label: number;
  readonly unchanged: Outcome;
  readonly seed: number;
  readonly without: readonly Outcome[];
  readonly only: readonly Outcome[];
}

const noPairs = new Int32Array(0);

/** Collects what `RivalMethod` says. */
export class MethodTally {
  milliseconds = 0;
  readonly #fractions: readonly number[];
  readonly #eraser: EraserTally;
  readonly #planted = new RankingTally();
  /** Sentences predicted right by seed: unchanged, and without the tokens of each fraction. */
  readonly #right: { unchanged: number; at: number[] }[] = [];
  #planned: Planned[] = [];
  readonly name: RankingName;

  constructor(name: RankingName, fractions: readonly number[]) {
    this.name = name;
    this.#fractions = fractions;
    this.#eraser = new EraserTally(fractions);
  }

  /** Queues the removals of a sentence; `scores`: of its tokens, by each seed. */
  plan(
    { index, ids, label, predicted, probabilities, tokens }: Observation,
    scores: readonly (Float32Array | Float64Array)[],
    queue: RemovalQueue,
    truths: readonly PlantedTruth[] | undefined,
  ): void {
    const unchanged = { predicted, probability: probabilities[predicted]! };
    const words = new Set(truths?.[index]!.words.filter((place) => place < tokens));
    scores.forEach((own, seed) => {
      const order = rankSigned(own);
      this.#planted.add(order, words);
      const removals = new SentenceRemovals({ ids, outcome: unchanged }, { tokens: order, pairs: noPairs }, queue);
      const without = removals.withoutTokens(this.#fractions);
      const only = removals.sufficiency(this.#eraser.fractions)!;
      this.#planned.push({ label, unchanged, seed, without, only });
    });
  }

  /** Counts what was planned, once the queue has run. */
  count(): void {
    for (const { label, unchanged, seed, without, only } of this.#planned) {
      const right = (this.#right[seed] ??= { unchanged: 0, at: this.#fractions.map(() => 0) });
      if (unchanged.predicted === label) right.unchanged++;
      without.forEach(({ predicted }, f) => {
        if (predicted === label) right.at[f]!++;
      });
      this.#eraser.add(
        unchanged,
        without.filter((_, f) => this.#fractions[f]! > 0),
        only,
      );
    }
    this.#planned = [];
  }

  report(sentences: number): RivalMethod {
    return {
      name: this.name,
      curve: this.#fractions.map((k, f) => {
        const lost = this.#right.map(({ unchanged, at }) => (100 * (unchanged - at[f]!)) / sentences);
        const { mean, deviation } = meanAndDeviation(lost);
        return { k, srs: mean, deviation };
      }),
      eraser: this.#eraser.report(),
      averagePrecision: this.#planted.report()?.averagePrecision ?? null,
      milliseconds: this.milliseconds / sentences,
    };
  }
}
