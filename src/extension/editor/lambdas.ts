import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import { meanAndDeviation, minForInterval } from '../../common/statistics.ts';
import { withoutRepeats } from '../../core/comparison/repeats.ts';
import { layerIndices } from '../../core/experiment/layers.ts';
import { objective } from '../../core/experiment/objective.ts';
import type { Experiment } from '../../core/experiment/schema.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { haveSameData } from '../../core/runs/sameData.ts';
import { valueOf } from '../../core/runs/evaluationSummary.ts';
import { counted, decimals } from '../../common/format.ts';

const terms = ['importance', 'interaction', 'information', 'similarity'] as const;
type Term = (typeof terms)[number];
/** `site`, `blocks`: where and in which form λ_imp and λ_inter act; null if they are 0. */
type Weights = Readonly<Record<Term, number> & { mask: boolean; site: string | null; blocks: string | null }>;

/** A value of an experiment file that sets weights of the loss. */
export interface LambdaPlace {
  /** After the value and its comma. */
  readonly offset: number;
  /** The weights that it sets: one by its own name, or those the preset implies. */
  readonly sets: Partial<Weights>;
}

/** Where a file sets λ: its own weights, and the preset, for those that it implies. */
export function lambdaPlaces(text: string, { safr }: Pick<Experiment, 'safr'>): LambdaPlace[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const valueOf = (key: string) => root && findNodeAtLocation(root, ['safr', key]);
  const weights = weightsOf(safr);
  const own = terms.filter((term) => valueOf(term));
  const places = own.map((term) => placeOf(text, valueOf(term)!, setBy(weights, [term])));
  const implied = terms.filter((term) => !own.includes(term));
  const preset = valueOf('preset');
  if (!preset || implied.length === 0) return places;
  return [...places, placeOf(text, preset, { ...setBy(weights, implied), mask: weights.mask })];
}

function setBy(weights: Weights, set: readonly Term[]): Partial<Weights> {
  const values = Object.fromEntries(set.map((term) => [term, weights[term]]));
  return {
    ...values,
    ...(set.includes('importance') && { site: weights.site }),
    ...(set.includes('interaction') && { blocks: weights.blocks }),
  };
}

/**
 * Accuracy and SRS of the runs with a place's weights, such as "3 runs: 0.717 ± 0.006 · SRS@0.3 20.0 ± 0.7 pp"; null if there are
 * none. Repeats of a seed count once. The
 * deviation is that of the sample, from three runs on the same data on.
 */
export function lambdaSummary({ sets }: LambdaPlace, runs: readonly Run[], headline: number): string | null {
  const made = withoutRepeats(
    runs.filter(({ experiment, status }) => status !== 'running' && fits(weightsOf(experiment.safr), sets)),
  );
  if (made.length === 0) return null;
  const evaluated = made.filter(({ summary }) => summary);
  const hasSpread = evaluated.length >= minForInterval && haveSameData(evaluated);
  const summaries = evaluated.flatMap(({ summary }) => summary ?? []);
  if (summaries.length === 0) return `${counted(made.length, 'run')}, not evaluated`;
  const accuracy = spread(
    summaries.flatMap((summary) => valueOf(summary, 'accuracy') ?? []),
    (value) => decimals(value, 3),
    hasSpread,
  );
  const srs = summaries.flatMap((summary) => valueOf(summary, 'srs', headline) ?? []);
  const cost = srs.length === 0 ? [] : [`SRS@${headline} ${spread(srs, (value) => decimals(value, 1), hasSpread)} pp`];
  return `${counted(summaries.length, 'run')}: ${[accuracy, ...cost].join(' · ')}`;
}

function weightsOf(safr: Experiment['safr']): Weights {
  const { mask, importance, interaction, information, similarity } = objective(safr);
  const { importanceSite, importanceForm, importanceLayers, interactionLayers } = safr;
  const chosen = [importanceSite, importanceForm, ...(layerIndices(importanceLayers) ?? [])].join(' ');
  const site = importance === 0 ? null : chosen;
  const blocks = interaction === 0 ? null : (layerIndices(interactionLayers)?.join(' ') ?? 'all');
  return { mask, importance, interaction, information: information.start, similarity, site, blocks };
}

function fits(weights: Weights, sets: Partial<Weights>): boolean {
  return Object.entries(sets).every(([key, value]) => weights[key as keyof Weights] === value);
}

function placeOf(text: string, { offset, length }: Node, sets: Partial<Weights>): LambdaPlace {
  const end = offset + length;
  return { offset: text[end] === ',' ? end + 1 : end, sets };
}

function spread(values: readonly number[], words: (value: number) => string, hasSpread: boolean): string {
  const { mean, deviation } = meanAndDeviation(values);
  return deviation === null || !hasSpread ? words(mean) : `${words(mean)} ± ${words(deviation)}`;
}
