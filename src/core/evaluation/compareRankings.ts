import type { Model } from '../model/model.ts';
import { isCostly, rankingNames, type RankingName } from './attribution/rankingNames.ts';
import {
  measureRivals,
  rankingsOf,
  type GivenImportances,
  type RivalOptions,
  type RivalReport,
} from './measureRivals.ts';
import type { Sentences } from './observe.ts';
import { sampleOf } from './randomRanking.ts';
import { RandomWeightsCheck, type Correlation } from './randomWeights.ts';
import type { RemovalSettings } from './removalTally.ts';
import type { Stage, Stages } from './stages.ts';

export interface ComparisonOptions extends Model {
  readonly split: Sentences;
  readonly settings: RemovalSettings;
  /** Measures other rankings of tokens in addition to the mask's. The program must have `attribute`. */
  readonly rivals?: RivalChoice | undefined;
  /** Explanations that were made elsewhere, to be compared with the mask and a random order on the sentences that they have. */
  readonly given?: GivenImportances | undefined;
  /** Aborting rejects with the signal's reason after the current batch. */
  readonly signal?: AbortSignal | undefined;
}

export interface RivalChoice {
  /** Number of sentences, drawn once, on which all rankings are measured together with the costly ones; 0: these are left out. */
  readonly costlySample: number;
  /** Gives the model random weights, with which the rankings of these sentences are then compared. */
  readonly randomizeWeights?: (() => Promise<void>) | undefined;
}

/** Comparisons of rankings, each on sentences of its own; those that were not requested are left out. */
export interface RankingComparisons {
  /** Of all rankings but the costly ones. */
  readonly rivals?: RivalReport;
  /** Of all rankings. */
  readonly costlyRivals?: RivalReport;
  readonly explanations?: RivalReport;
}

const cheapRankings = rankingNames.filter((name) => !isCostly(name));
const baselines: readonly RankingName[] = ['keep-probability', 'random'];

/** The stages of `compareRankings`. */
export function comparisonStages({ rivals, given }: Pick<ComparisonOptions, 'rivals' | 'given'>): Stage[] {
  const hasCostly = rivals !== undefined && rivals.costlySample > 0;
  return [
    ...(rivals ? (['rivals'] as const) : []),
    ...(hasCostly ? (['costlyRivals'] as const) : []),
    ...(given ? (['explanations'] as const) : []),
    ...(hasCostly && rivals.randomizeWeights ? (['randomWeights'] as const) : []),
  ];
}

/**
 * Compares rankings on the sentences of the SRS, whose numbers are `sample`, on those drawn for costly methods, and on those of a file.
 * Where random weights are asked for, the model has them afterwards. Errors: an aborted signal's reason.
 */
export async function compareRankings(
  { rivals, given, ...options }: ComparisonOptions,
  sample: Int32Array,
  stages: Stages,
): Promise<RankingComparisons> {
  const measure = (stage: Stage, rankings: readonly RankingName[], indices: Int32Array, more: MoreOptions = {}) =>
    measureRivals({
      ...{ ...options, ...more, indices, rankings: rankingsOf(options, rankings) },
      onProgress: (sentences) => stages.report(stage, sentences, indices.length),
    });
  const found: { -readonly [K in keyof RankingComparisons]: RankingComparisons[K] } = {};
  if (rivals) found.rivals = await measure('rivals', cheapRankings, sample);
  const drawn = sampleOf(options.split.length, Math.min(rivals?.costlySample ?? 0, sample.length));
  const check = new RandomWeightsCheck();
  if (drawn.length > 0) {
    found.costlyRivals = await measure('costlyRivals', rankingNames, drawn, {
      onScores: (name, observation, scores) => check.add(name, observation, scores),
    });
  }
  if (given) {
    const explained = Int32Array.from(given.byIndex.keys()).sort();
    found.explanations = await measure('explanations', rivals ? cheapRankings : baselines, explained, { given });
  }
  if (found.costlyRivals && rivals?.randomizeWeights) {
    await rivals.randomizeWeights();
    const onProgress = (sentences: number) => stages.report('randomWeights', sentences, drawn.length);
    found.costlyRivals = withCorrelations(found.costlyRivals, await check.correlate({ ...options, onProgress }));
  }
  return found;
}

type MoreOptions = Pick<RivalOptions, 'given' | 'onScores'>;

function withCorrelations(report: RivalReport, correlations: ReadonlyMap<string, Correlation>): RivalReport {
  const methods = report.methods.map((method) => {
    const randomWeights = correlations.get(method.name);
    return { ...method, ...(randomWeights && { randomWeights }) };
  });
  return { ...report, methods };
}
