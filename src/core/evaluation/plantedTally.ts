import * as z from 'zod';
import { unknownId } from '../dataset/vocabulary.ts';
import type { PlantedTruth } from '../dataset/planted/phrase.ts';
import type { ModelShape } from '../model/modelShape.ts';
import type { CorpusNeuron } from './corpusNeurons.ts';
import type { Observation } from './observe.ts';
import { modelRanking } from './rank.ts';
import { Mean, rankingSchema, RankingTally } from './rankingTally.ts';
import { rationaleReportSchema } from './rationaleTally.ts';
import { Units } from './units.ts';

/** How well a model finds the planted truth of a split, in addition to the rationale `planted`. */
export const plantedSchema = z.object({
  /** In evaluations of earlier versions, which have the planted words here and not in `rationales`; null without a mask. */
  words: rationaleReportSchema.nullable().optional(),
  /** Pairs by attention against the planted pairs; null if no sentence has one. */
  pairs: rankingSchema.nullable(),
  /** Mean keep probability of planted words, distractors and all other tokens; null without a mask or such tokens. */
  keep: z.object({
    planted: z.number().nullable(),
    distractors: z.number().nullable(),
    others: z.number().nullable(),
  }),
  /** Planted word types of the split that the model knows, and how many of them have a neuron that is monosemantic over the corpus for this word. */
  owners: z.object({ words: z.int(), owned: z.int(), share: z.number() }),
});
export type PlantedReport = z.output<typeof plantedSchema>;

/** Collects a `PlantedReport`, sentence by sentence. */
export class PlantedTally {
  readonly #shape: ModelShape;
  readonly #truths: readonly PlantedTruth[];
  readonly #pairs = new RankingTally();
  readonly #keep = { planted: new Mean(), distractors: new Mean(), others: new Mean() };
  /** The ids of each planted word, by these ids as a text. */
  readonly #types = new Map<string, readonly number[]>();

  /** `truths`: of every sentence of the split, by its number. */
  constructor(shape: ModelShape, truths: readonly PlantedTruth[]) {
    this.#shape = shape;
    this.#truths = truths;
  }

  add(observation: Observation): void {
    const { index, ids, keep, tokens } = observation;
    const truth = this.#truths[index]!;
    const units = new Units(observation.words, tokens);
    const isRead = (place: number) => place < units.count;
    const words = new Set(truth.words.filter(isRead));
    const pairs = truth.pairs
      .filter(([, second]) => isRead(second))
      .map(([first, second]) => first * units.count + second);
    this.#pairs.add([modelRanking(observation, units, this.#shape.heads).pairs], new Set(pairs));
    for (const place of words) {
      const own = units.tokens(place).map((token) => ids[token]!);
      if (this.#shape.pretrained || !own.includes(unknownId)) this.#types.set(own.join(' '), own);
    }
    if (!keep) return;
    units.largest(keep).forEach((value, place) => {
      const kind = words.has(place) ? 'planted' : truth.distractors.includes(place) ? 'distractors' : 'others';
      this.#keep[kind].add(value);
    });
  }

  /** `neurons`: of all layers, over the same sentences. */
  report(neurons: readonly CorpusNeuron[]): PlantedReport {
    const owning = new Set(neurons.filter(({ label }) => label === 'monosemantic').map(({ words }) => words[0]![0]));
    const owned = Array.from(this.#types.values()).filter((ids) => ids.some((id) => owning.has(id))).length;
    const words = this.#types.size;
    return {
      pairs: this.#pairs.report(),
      keep: {
        planted: this.#keep.planted.value,
        distractors: this.#keep.distractors.value,
        others: this.#keep.others.value,
      },
      owners: { words, owned, share: words ? owned / words : 0 },
    };
  }
}
