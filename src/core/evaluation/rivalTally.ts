import * as z from 'zod';
import type { Gap } from './attribution/attribution.ts';
import { completenessTolerance } from './attribution/integratedGradients.ts';
import { attributions } from './attribution/methods.ts';
import { attributionMethods } from './attribution/rankingNames.ts';
import { MethodTally, rivalMethodSchema } from './methodTally.ts';
import type { Model } from '../model/model.ts';
import type { Observation, Sentences } from './observe.ts';
import { randomUnitScores } from './randomRanking.ts';
import type { RemovalSettings } from './removalTally.ts';
import { Units } from './units.ts';
import { RemovalQueue } from './removalQueue.ts';

/** How far the sum of integrated gradients is from its theoretical value, see `Gap`. */
const completenessSchema = z.object({
  /** The path is refined until the gap is within this share. */
  tolerance: z.number(),
  /** In logits. */
  meanGap: z.number(),
  largestGap: z.number(),
  /** The largest gap as a share. */
  largestShare: z.number(),
  /** Number of sentences whose gap exceeds the tolerance. */
  beyond: z.int(),
});
export type Completeness = z.output<typeof completenessSchema>;

/** Rankings of the words or tokens of a text, by the mask and by other methods, all measured in the same way on the sentences of the SRS. */
export const rivalSchema = z.object({
  sentences: z.int(),
  /** The mask's own first if the model has one. */
  methods: z.array(rivalMethodSchema).readonly(),
  completeness: completenessSchema,
});
export type RivalReport = z.output<typeof rivalSchema>;

/** Number of sentences attributed together: enough to fill batches, few enough for frequent progress. */
const groupSize = 24;

/** Ranks the words or tokens of one sentence after another by each method, and counts the effect of removing them. The model's program must have `attribute`. */
export class RivalTally {
  readonly #model: Model;
  readonly #seeds: readonly number[];
  readonly #signal: AbortSignal | undefined;
  readonly #queue: RemovalQueue;
  readonly #methods: readonly MethodTally[];
  readonly #gaps: Gap[] = [];
  #waiting: Observation[] = [];
  #sentences = 0;

  constructor(model: Model, settings: RemovalSettings, split: Sentences, signal: AbortSignal | undefined) {
    this.#model = model;
    this.#seeds = Array.from({ length: settings.randomSeeds }, (_, seed) => seed);
    this.#signal = signal;
    this.#queue = new RemovalQueue(model, signal);
    const mask = model.shape.maskHidden === null ? [] : (['keep-probability'] as const);
    this.#methods = [...mask, ...attributionMethods].map((name) => new MethodTally(name, settings.fractions, split));
  }

  async add(observation: Observation): Promise<void> {
    this.#waiting.push(observation);
    if (this.#waiting.length >= groupSize) await this.#rank();
  }

  async report(): Promise<RivalReport> {
    await this.#rank();
    await this.#count();
    return {
      sentences: this.#sentences,
      methods: this.#methods.map((method) => method.report(this.#sentences)),
      completeness: completenessOf(this.#gaps),
    };
  }

  async #rank(): Promise<void> {
    const group = this.#waiting;
    this.#waiting = [];
    this.#sentences += group.length;
    for (const method of this.#methods) {
      const started = performance.now();
      const scores = await this.#scores(method, group);
      method.milliseconds += performance.now() - started;
      group.forEach((observation, i) => method.plan(observation, scores[i]!, this.#queue));
    }
    if (this.#queue.full) await this.#count();
  }

  /** The scores of each sentence; several, one per seed, for the random method. */
  async #scores({ name }: MethodTally, group: readonly Observation[]): Promise<(Float32Array | Float64Array)[][]> {
    const units = group.map(({ words, tokens }) => new Units(words, tokens));
    if (name === 'keep-probability') return group.map(({ keep }, i) => [units[i]!.largest(keep!)]);
    if (name === 'random') {
      return units.map(({ count }, i) => this.#seeds.map((seed) => randomUnitScores(seed, group[i]!.index, count)));
    }
    const found = await attributions[name](this.#model, group, this.#signal);
    this.#gaps.push(...found.flatMap(({ gap }) => gap ?? []));
    return found.map(({ scores }, i) => [units[i]!.largest(scores)]);
  }

  async #count(): Promise<void> {
    await this.#queue.flush();
    for (const method of this.#methods) method.count();
  }
}

function completenessOf(gaps: readonly Gap[]): Completeness {
  const logits = gaps.map((gap) => gap.logits);
  const shares = gaps.map(({ share }) => share);
  return {
    tolerance: completenessTolerance,
    meanGap: logits.reduce((sum, gap) => sum + gap, 0) / Math.max(1, logits.length),
    largestGap: Math.max(0, ...logits),
    largestShare: Math.max(0, ...shares),
    beyond: shares.filter((share) => share > completenessTolerance).length,
  };
}
