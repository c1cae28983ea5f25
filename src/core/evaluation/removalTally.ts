import * as z from 'zod';
import type { ModelShape } from '../model/modelShape.ts';
import { EraserTally, type EraserReport } from './eraser.ts';
import type { Model } from '../model/model.ts';
import type { Observation } from './observe.ts';
import { modelRanking, type Ranking } from './rank.ts';
import { randomRanking } from './randomRanking.ts';
import { RemovalQueue, type Outcome } from './removalQueue.ts';
import { SentenceRemovals, type RemovalOutcomes } from './sentenceRemovals.ts';
import { SrsTally, type SrsReport } from './srs.ts';
import { Units } from './units.ts';

export interface RemovalSettings {
  readonly fractions: readonly number[];
  /** One of the fractions. */
  readonly headline: number;
  readonly randomSeeds: number;
}

/**
 * Indices of sentences and their predicted classes after both removals at the headline fraction: columns of equal length. Evaluations of
 * earlier versions lack `random`.
 */
export const removedPredictionsSchema = z.object({
  sentences: z.array(z.int()).readonly(),
  predicted: z.array(z.int()).readonly(),
  /** After the random removals: a column for each seed. */
  random: z.array(z.array(z.int()).readonly()).readonly().optional(),
});

export interface RemovalReport {
  readonly srs: SrsReport;
  /** null without a mask. */
  readonly eraser: EraserReport | null;
  /** null without a mask. */
  readonly headline: z.output<typeof removedPredictionsSchema> | null;
}

/** A sentence whose removals wait in the queue. */
interface Planned {
  readonly index: number;
  readonly label: number;
  readonly unchanged: Outcome;
  /** The model's own ranking first, then one per random seed. */
  readonly byRanking: readonly RemovalOutcomes[];
  readonly sufficiency: readonly Outcome[] | null;
}

/** Runs the removals of one sentence after another and counts their effects: SRS and ERASER. */
export class RemovalTally {
  readonly #shape: ModelShape;
  readonly #settings: RemovalSettings;
  readonly #queue: RemovalQueue;
  readonly #srs: SrsTally;
  readonly #eraser: EraserTally;
  readonly #headline: { sentences: number[]; predicted: number[]; random: number[][] };
  #planned: Planned[] = [];

  constructor(model: Model, settings: RemovalSettings, signal?: AbortSignal) {
    this.#shape = model.shape;
    this.#settings = settings;
    this.#queue = new RemovalQueue(model, signal);
    this.#srs = new SrsTally(settings.fractions, 1 + settings.randomSeeds);
    this.#eraser = new EraserTally(settings.fractions);
    const random = Array.from({ length: settings.randomSeeds }, () => []);
    this.#headline = { sentences: [], predicted: [], random };
  }

  /** Ranks the words or tokens of the sentence and the pairs of them, queues its removals, and runs the queue when it fills several batches. */
  async add(observation: Observation): Promise<void> {
    const { index, label, predicted, probabilities, tokens, keep } = observation;
    const unchanged = { predicted, probability: probabilities[predicted]! };
    const units = new Units(observation.words, tokens);
    const sentence = { ...observation, units, outcome: unchanged };
    const removals = (ranking: Ranking) => new SentenceRemovals(sentence, ranking, this.#queue);
    const ranked = removals(modelRanking(observation, units, this.#shape.heads));
    const byRanking = [ranked.atFractions(this.#settings.fractions)];
    for (let seed = 0; seed < this.#settings.randomSeeds; seed++) {
      const drawn = randomRanking(seed, index, units.count);
      const ranking = keep === null ? { ...drawn, units: null } : drawn;
      byRanking.push(removals(ranking).atFractions(this.#settings.fractions));
    }
    const sufficiency = ranked.sufficiency(this.#eraser.fractions);
    this.#planned.push({ index, label, unchanged, byRanking, sufficiency });
    if (this.#queue.full) await this.#count();
  }

  async report(): Promise<RemovalReport> {
    await this.#count();
    const masked = this.#shape.maskHidden !== null;
    return {
      srs: this.#srs.report(this.#settings.headline, masked),
      eraser: this.#eraser.report(),
      headline: masked ? this.#headline : null,
    };
  }

  async #count(): Promise<void> {
    await this.#queue.flush();
    for (const planned of this.#planned) this.#countOne(planned);
    this.#planned = [];
  }

  #countOne({ index, label, unchanged, byRanking, sufficiency }: Planned): void {
    const { fractions, headline } = this.#settings;
    const ranked = byRanking[0]!;
    this.#srs.add(label, unchanged, byRanking);
    if (ranked.imp && sufficiency) {
      this.#eraser.add(
        unchanged,
        ranked.imp.filter((_, f) => fractions[f]! > 0),
        sufficiency,
      );
    }
    if (ranked.both) {
      this.#headline.sentences.push(index);
      const [own, ...random] = byRanking.map(({ both }) => both![fractions.indexOf(headline)]!.predicted);
      this.#headline.predicted.push(own!);
      random.forEach((predicted, seed) => this.#headline.random[seed]!.push(predicted));
    }
  }
}
