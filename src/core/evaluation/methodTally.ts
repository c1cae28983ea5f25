import * as z from 'zod';
import { rankingNames, rankingWords } from './attribution/rankingNames.ts';
import { eraserSchema, EraserTally } from './eraser.ts';
import type { Observation, Sentences } from './observe.ts';
import { rankSigned } from './rank.ts';
import { rationaleReportsSchema, RationaleTally } from './rationaleTally.ts';
import type { Outcome, RemovalQueue } from './removalQueue.ts';
import { correlationSchema } from './randomWeights.ts';
import { SentenceRemovals } from './sentenceRemovals.ts';
import { Units } from './units.ts';
import { meanAndDeviation } from '../../common/statistics.ts';

/** The results of one ranking of words or tokens; of the random one, the means over its seeds. */
export const rivalMethodSchema = z.object({
  /** `file`: explanations that were made elsewhere. */
  name: z.enum([...rankingNames, 'file']),
  /** Of explanations that were made elsewhere. */
  file: z.string().optional(),
  /** SRS_imp(k) in percentage points, with the sample deviation over the seeds if there are several. */
  curve: z.array(z.object({ k: z.number(), srs: z.number(), deviation: z.number().nullable() })).readonly(),
  /** null if no fraction is above 0. */
  eraser: eraserSchema.nullable(),
  /** Against each rationale of the sentences. */
  rationales: rationaleReportsSchema.default({}),
  /** In evaluations of earlier versions: the average precision against the planted words; null without any. */
  averagePrecision: z.number().nullable().optional(),
  /** Time to rank a sentence, without the prediction itself; 0 for explanations that were made elsewhere. */
  milliseconds: z.number(),
  /** Of the scores with those by random weights; only if it was requested, and for rankings that depend on the weights. */
  randomWeights: correlationSchema.optional(),
});
export type RivalMethod = z.output<typeof rivalMethodSchema>;

/** What ranks the words or tokens; `file` has the name of the file of explanations that were made elsewhere. */
export type RankingSource = Pick<RivalMethod, 'name' | 'file'>;

/** Its display name. */
export const rankingLabel = ({ name, file }: RankingSource) =>
  name === 'file' ? (file ?? 'explanations of a file') : rankingWords[name];

interface Planned {
  readonly label: number;
  readonly unchanged: Outcome;
  readonly seed: number;
  readonly without: readonly Outcome[];
  readonly only: readonly Outcome[];
}

const noPairs = new Int32Array(0);

/** Collects the results of a `RivalMethod`. */
export class MethodTally {
  milliseconds = 0;
  readonly #fractions: readonly number[];
  readonly #eraser: EraserTally;
  readonly #rationales: RationaleTally;
  /** Correctly predicted sentences by seed: unchanged, and without the tokens of each fraction. */
  readonly #correct: { unchanged: number; at: number[] }[] = [];
  #planned: Planned[] = [];
  readonly source: RankingSource;

  /** `split`: whose sentences are planned. */
  constructor(source: RankingSource, fractions: readonly number[], split: Sentences) {
    this.source = source;
    this.#rationales = new RationaleTally(split);
    this.#fractions = fractions;
    this.#eraser = new EraserTally(fractions);
  }

  /** Queues the removals of a sentence; `scores`: of its words or tokens, by each seed. */
  plan(observation: Observation, scores: readonly (Float32Array | Float64Array)[], queue: RemovalQueue): void {
    const { index, words, label, predicted, probabilities, tokens } = observation;
    const unchanged = { predicted, probability: probabilities[predicted]! };
    const units = new Units(words, tokens);
    const orders = scores.map(rankSigned);
    this.#rationales.add(orders, index, units);
    orders.forEach((order, seed) => {
      const removals = new SentenceRemovals(
        { ...observation, units, outcome: unchanged },
        { units: order, pairs: noPairs },
        queue,
      );
      const without = removals.withoutUnits(this.#fractions);
      const only = removals.sufficiency(this.#eraser.fractions)!;
      this.#planned.push({ label, unchanged, seed, without, only });
    });
  }

  /** Evaluates the planned removals; call it after the queue was flushed. */
  count(): void {
    for (const { label, unchanged, seed, without, only } of this.#planned) {
      const correct = (this.#correct[seed] ??= { unchanged: 0, at: this.#fractions.map(() => 0) });
      if (unchanged.predicted === label) correct.unchanged++;
      without.forEach(({ predicted }, f) => {
        if (predicted === label) correct.at[f]!++;
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
      ...this.source,
      curve: this.#fractions.map((k, f) => {
        const lost = this.#correct.map(({ unchanged, at }) => (100 * (unchanged - at[f]!)) / sentences);
        const { mean, deviation } = meanAndDeviation(lost);
        return { k, srs: mean, deviation };
      }),
      eraser: this.#eraser.report(),
      rationales: this.#rationales.report(),
      milliseconds: this.milliseconds / sentences,
    };
  }
}
