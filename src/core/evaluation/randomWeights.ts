import * as z from 'zod';
import type { RankingName } from './attribution/rankingNames.ts';
import { unitScores } from './attribution/unitScores.ts';
import type { Model } from '../model/model.ts';
import { observe, type Observation, type Sentences } from './observe.ts';
import { halfWidthSchema, SentenceMean } from './rankingTally.ts';
import { spearman } from './spearman.ts';

/** Spearman's rank correlation of two scorings of the words or tokens of each sentence. */
export const correlationSchema = z.object({
  /** Number of sentences that have one: not those of a single word, or of equal scores. */
  sentences: z.int(),
  /** Mean over these sentences; null without any. */
  mean: z.number().nullable(),
  halfWidth: halfWidthSchema,
});
export type Correlation = z.output<typeof correlationSchema>;

interface TrainedSentence {
  readonly predicted: number;
  readonly probabilities: Float32Array;
  readonly scores: Map<RankingName, Float64Array>;
}

interface CorrelateOptions extends Model {
  readonly split: Sentences;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((sentences: number) => void) | undefined;
}

/**
 * The sanity check of Adebayo et al. (2018, arXiv 1810.03292): how far the scores of a trained model agree with those of the same model with
 * random weights. Explanations that depend on what was learned do not. Both explain the classes that the trained model predicts.
 */
export class RandomWeightsCheck {
  readonly #trained = new Map<number, TrainedSentence>();

  /** Takes the scores of a sentence by a ranking of the trained model. */
  add(name: RankingName, { index, predicted, probabilities }: Observation, scores: Float64Array): void {
    let sentence = this.#trained.get(index);
    if (!sentence) {
      sentence = { predicted, probabilities: probabilities.slice(), scores: new Map() };
      this.#trained.set(index, sentence);
    }
    sentence.scores.set(name, scores);
  }

  /** Ranks the same sentences by a model of random weights. Errors: an aborted signal's reason. */
  async correlate({ split, signal, onProgress, ...model }: CorrelateOptions): Promise<Map<RankingName, Correlation>> {
    const tallies = new Map<RankingName, SentenceMean>();
    let done = 0;
    for await (const batch of observe(model, split, this.#trained.keys())) {
      for (const observation of batch) {
        const { predicted, probabilities, scores } = this.#trained.get(observation.index)!;
        const toExplain = { ...observation, predicted, probabilities };
        for (const [name, trained] of scores) {
          signal?.throwIfAborted();
          const [random] = await unitScores(name, model, [toExplain], signal);
          const correlation = spearman(trained, random!.scores);
          const tally = tallies.get(name) ?? new SentenceMean();
          tallies.set(name, tally);
          if (correlation !== null) tally.add([correlation]);
        }
        onProgress?.(++done);
      }
    }
    return new Map(
      Array.from(tallies, ([name, { sentences, value, halfWidth }]) => [name, { sentences, mean: value, halfWidth }]),
    );
  }
}
