import * as z from 'zod';
import { unknownId } from '../dataset/vocabulary.ts';
import type { PlantedTruth } from '../dataset/planted/phrase.ts';
import type { ModelShape } from '../model/modelShape.ts';
import type { CorpusNeuron } from './corpusNeurons.ts';
import type { Observation } from './observe.ts';
import { modelRanking, pairScores } from './rank.ts';
import { Mean, rankingSchema, RankingTally } from './rankingTally.ts';

/** How well a model finds the planted truth of a split. */
export const plantedSchema = z.object({
  /** Tokens by keep probability against the planted words; null without a mask. */
  words: rankingSchema.nullable(),
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
  readonly #words = new RankingTally();
  readonly #pairs = new RankingTally();
  readonly #keep = { planted: new Mean(), distractors: new Mean(), others: new Mean() };
  readonly #types = new Set<number>();

  /** `truths`: of every sentence of the split, by its number. */
  constructor(shape: ModelShape, truths: readonly PlantedTruth[]) {
    this.#shape = shape;
    this.#truths = truths;
  }

  add({ index, ids, keep, weights, rows, tokens }: Observation): void {
    const truth = this.#truths[index]!;
    const isRead = (place: number) => place < tokens;
    const words = new Set(truth.words.filter(isRead));
    const pairs = truth.pairs.filter(([, second]) => isRead(second)).map(([first, second]) => first * tokens + second);
    const ranking = modelRanking(keep, pairScores(weights, this.#shape.heads, rows, tokens), tokens);
    if (ranking.tokens) this.#words.add(ranking.tokens, words);
    this.#pairs.add(ranking.pairs, new Set(pairs));
    for (const place of words) if (ids[place] !== unknownId) this.#types.add(ids[place]!);
    keep?.forEach((value, place) => {
      const kind = words.has(place) ? 'planted' : truth.distractors.includes(place) ? 'distractors' : 'others';
      this.#keep[kind].add(value);
    });
  }

  /** `neurons`: of all layers, over the same sentences. */
  report(neurons: readonly CorpusNeuron[]): PlantedReport {
    const owning = neurons.filter(({ label }) => label === 'monosemantic').map(({ words }) => words[0]![0]);
    const owned = new Set(owning.filter((word) => this.#types.has(word))).size;
    const words = this.#types.size;
    return {
      words: this.#words.report(),
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
