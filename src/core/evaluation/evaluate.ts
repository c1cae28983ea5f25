import type { PlantedTruth } from '../dataset/planted/phrase.ts';
import type { Unit } from '../experiment/sections/evaluation.ts';
import { measureCausal } from './causal.ts';
import { classification } from './classification.ts';
import type { Evaluation, EvaluationSettings } from './evaluation.ts';
import { NeuronTally } from './neuronTally.ts';
import { byUnit, observe, type Observation, type Sentences } from './observe.ts';
import { plantedTokens } from './plantedTokens.ts';
import { PlantedTally } from './plantedTally.ts';
import { sampleOf } from './randomRanking.ts';
import { rankDescending } from './rank.ts';
import { RationaleTally } from './rationaleTally.ts';
import { RemovalTally } from './removalTally.ts';
import { textsWith, TypeColumns } from './typeColumns.ts';
import { compareRankings, comparisonStages, type ComparisonOptions } from './compareRankings.ts';
import { Stages, type EvaluationProgress } from './stages.ts';
import { Units } from './units.ts';

export interface EvaluateOptions extends ComparisonOptions {
  /** Names of the classes. */
  readonly classes: readonly string[];
  readonly settings: EvaluationSettings;
  /** Planted truth of every sentence of the split, if the data have any. */
  readonly planted?: readonly PlantedTruth[] | undefined;
  /** Called after every sentence of a stage, or few of them. */
  readonly onProgress?: ((progress: EvaluationProgress) => void) | undefined;
}

/**
 * Evaluates a model on a split as defined in docs/measures.md. `executor` has loaded `safrProgram` and its parameters. The split must have at
 * least one sentence. Results do not depend on how sentences are grouped into batches.
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { settings, shape, signal } = options;
  const split = byUnit(options.split, settings.unit);
  const neurons = new NeuronTally(shape, settings.theta, new TypeColumns(split, shape.layers * shape.feedForward));
  const truths = options.planted && truthsBy(settings.unit, options.split, options.planted);
  const planted = truths && new PlantedTally(shape, truths);
  const rationales = new RationaleTally(split, settings.randomSeeds);
  const removals = new RemovalTally(options, settings, signal);
  const sample = sampleOf(split.length, settings.sample);
  const sampled = new Set(sample);
  const stages = new Stages(['texts', ...comparisonStages(options)], options.onProgress);
  const predictions = { labels: [] as number[], predicted: [] as number[], probabilities: [] as number[] };
  for await (const batch of observe(options, split, sampleOf(split.length, null))) {
    for (const observation of batch) {
      signal?.throwIfAborted();
      neurons.add(observation);
      planted?.add(observation);
      addByMask(rationales, observation);
      if (sampled.has(observation.index)) await removals.add(observation);
      predictions.labels.push(observation.label);
      predictions.predicted.push(observation.predicted);
      predictions.probabilities.push(observation.probabilities[observation.predicted]!);
      stages.report('texts', predictions.labels.length, split.length);
    }
  }
  for await (const batch of observe(options, split, textsWith(split, neurons.undecided()))) {
    signal?.throwIfAborted();
    batch.forEach((observation) => neurons.addAgain(observation));
  }
  const { headline, ...removed } = await removals.report();
  const neuronReport = neurons.report();
  const labels = neuronReport.layers.map(({ corpus }) => corpus.neurons.map(({ label }) => label));
  const causal = await measureCausal({ ...options, indices: sample, labels, randomSeeds: settings.randomSeeds });
  const compared = await compareRankings({ ...options, split }, sample, stages);
  return {
    sentences: split.length,
    unit: options.split.words?.(0) ? settings.unit : 'word',
    classification: classification(predictions.labels, predictions.predicted, options.classes),
    ...removed,
    neurons: neuronReport,
    causal,
    rationales: rationales.report(),
    planted: planted?.report(neuronReport.layers.flatMap(({ corpus }) => corpus.neurons)) ?? null,
    ...compared,
    predictions: {
      ...predictions,
      srs: headline,
      neurons: neurons.bySentence,
      rationales: rationales.bySentence(),
    },
  };
}

/** Ranks the words or tokens by keep probability, if the model has a mask. */
function addByMask(rationales: RationaleTally, { index, words, tokens, keep }: Observation): void {
  if (!keep) return;
  const units = new Units(words, tokens);
  rationales.add([rankDescending(units.largest(keep))], index, units);
}

/** Planted words are numbered by words. */
function truthsBy(unit: Unit, split: Sentences, truths: readonly PlantedTruth[]): readonly PlantedTruth[] {
  if (unit === 'word') return truths;
  return truths.map((truth, i) => {
    const words = split.words?.(i);
    return words ? plantedTokens(truth, words) : truth;
  });
}
