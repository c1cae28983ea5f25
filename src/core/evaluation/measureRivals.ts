import * as z from 'zod';
import type { Gap } from './attribution/attribution.ts';
import { completenessTolerance } from './attribution/integratedGradients.ts';
import { isCostly, type RankingName } from './attribution/rankingNames.ts';
import { unitScores, type UnitAttribution } from './attribution/unitScores.ts';
import { MethodTally, rivalMethodSchema, type RankingSource } from './methodTally.ts';
import type { Model } from '../model/model.ts';
import { observe, type Observation, type Sentences } from './observe.ts';
import { randomUnitScores } from './randomRanking.ts';
import { Mean } from './rankingTally.ts';
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

/** Rankings of the words or tokens of a text, by the mask and by other methods, all measured in the same way on the same sentences. */
export const rivalSchema = z.object({
  sentences: z.int(),
  /** The mask's own first if the model has one. */
  methods: z.array(rivalMethodSchema).readonly(),
  completeness: completenessSchema,
  /** Of the Shapley values, in logits: the means of their standard errors and of their sizes. Only where they were measured. */
  shapley: z.object({ meanError: z.number(), meanSize: z.number() }).optional(),
});
export type RivalReport = z.output<typeof rivalSchema>;

/** Importances that were made elsewhere. */
export interface GivenImportances {
  /** Name of the file. */
  readonly file: string;
  /** One for each token that the model reads, by the number of the sentence. */
  readonly byIndex: ReadonlyMap<number, Float64Array>;
}

export interface RivalOptions extends Model {
  readonly split: Sentences;
  /** Numbers of the sentences to rank, ascending. */
  readonly indices: ArrayLike<number> & Iterable<number>;
  /** Without the mask for a model that has none. */
  readonly rankings: readonly RankingName[];
  /** A further ranking; it has all of the sentences. */
  readonly given?: GivenImportances;
  readonly settings: RemovalSettings;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((sentences: number) => void) | undefined;
  /** Called with what a ranking makes of each sentence, but for the random one and the given one. */
  readonly onScores?: (name: RankingName, observation: Observation, scores: Float64Array) => void;
}

/** Number of sentences attributed together: enough to fill batches, few enough for frequent progress. */
const groupSize = 24;

/** Those of the rankings that a model has. */
export function rankingsOf({ shape }: Model, rankings: readonly RankingName[]): readonly RankingName[] {
  return shape.maskHidden === null ? rankings.filter((name) => name !== 'keep-probability') : rankings;
}

/**
 * Ranks the words or tokens of sentences by each method, and counts the effect of removing them. The model's program must have `attribute`
 * for rankings by gradients. Errors: an aborted signal's reason.
 */
export async function measureRivals(options: RivalOptions): Promise<RivalReport> {
  const { rankings, given, split, indices, signal, onProgress } = options;
  const sources: RankingSource[] = rankings.map((name) => ({ name }));
  if (given) sources.splice(sources[0]?.name === 'keep-probability' ? 1 : 0, 0, { name: 'file', file: given.file });
  const tally = new RivalTally(options, sources);
  let done = 0;
  for await (const batch of observe(options, split, indices)) {
    for (const group of groupsOf(batch, groupSizeFor(rankings))) {
      signal?.throwIfAborted();
      await tally.rank(group);
      onProgress?.((done += group.length));
    }
  }
  return tally.report();
}

/** Hundreds of runs for a costly method fill batches with a single sentence. */
const groupSizeFor = (rankings: readonly RankingName[]) => (rankings.some(isCostly) ? 1 : groupSize);

function* groupsOf<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

class RivalTally {
  readonly #options: RivalOptions;
  readonly #seeds: readonly number[];
  readonly #queue: RemovalQueue;
  readonly #methods: readonly MethodTally[];
  readonly #gaps: Gap[] = [];
  readonly #shapley = { errors: new Mean(), sizes: new Mean() };
  #sentences = 0;

  constructor(options: RivalOptions, sources: readonly RankingSource[]) {
    const { split, settings, signal } = options;
    this.#options = options;
    this.#seeds = Array.from({ length: settings.randomSeeds }, (_, seed) => seed);
    this.#queue = new RemovalQueue(options, signal);
    this.#methods = sources.map((source) => new MethodTally(source, settings.fractions, split));
  }

  async rank(group: readonly Observation[]): Promise<void> {
    this.#sentences += group.length;
    for (const method of this.#methods) {
      const started = performance.now();
      const scores = await this.#scores(method.source, group);
      method.milliseconds += performance.now() - started;
      group.forEach((observation, i) => method.plan(observation, scores[i]!, this.#queue));
    }
    if (this.#queue.full) await this.#count();
  }

  async report(): Promise<RivalReport> {
    await this.#count();
    const { errors, sizes } = this.#shapley;
    return {
      sentences: this.#sentences,
      methods: this.#methods.map((method) => method.report(this.#sentences)),
      completeness: completenessOf(this.#gaps),
      ...(errors.count > 0 && { shapley: { meanError: errors.value!, meanSize: sizes.value! } }),
    };
  }

  /** The scores of each sentence; several, one per seed, for the random method. */
  async #scores(
    { name }: RankingSource,
    group: readonly Observation[],
  ): Promise<(readonly (Float32Array | Float64Array)[])[]> {
    const unitsOf = ({ words, tokens }: Observation) => new Units(words, tokens);
    if (name === 'random') {
      return group.map((observation) =>
        this.#seeds.map((seed) => randomUnitScores(seed, observation.index, unitsOf(observation).count)),
      );
    }
    const { given, signal, onScores } = this.#options;
    if (name === 'file') {
      return group.map((observation) => [unitsOf(observation).largest(given!.byIndex.get(observation.index)!)]);
    }
    const found = await unitScores(name, this.#options, group, signal);
    found.forEach((attribution, i) => {
      this.#note(attribution);
      onScores?.(name, group[i]!, attribution.scores);
    });
    return found.map(({ scores }) => [scores]);
  }

  #note({ scores, gap, errors }: UnitAttribution): void {
    if (gap) this.#gaps.push(gap);
    errors?.forEach((error, unit) => {
      this.#shapley.errors.add(error);
      this.#shapley.sizes.add(Math.abs(scores[unit]!));
    });
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
