import * as z from 'zod';
import type { Model } from '../../model/model.ts';
import { causalSchema, lossSchema, LossTally, measureCausal } from '../causal.ts';
import { corpusNeuronsSchema } from '../corpusNeurons.ts';
import { inputNeuronsSchema } from '../inputNeurons.ts';
import { LayerTally } from '../layerTally.ts';
import { perSentence } from '../neuronSet.ts';
import { sentenceBatches, type Sentences } from '../observe.ts';
import { sampleOf } from '../randomRanking.ts';
import { textsWith, TypeColumns } from '../typeColumns.ts';
import type { FeatureUnits } from './featureUnits.ts';
import { VarianceTally } from './varianceTally.ts';

/** The measures of neurons for the features of an autoencoder, and what its reconstruction costs (docs/measures.md: Features). */
export const featureEvaluationSchema = z.object({
  sentences: z.int(),
  theta: z.number(),
  perInput: inputNeuronsSchema,
  corpus: corpusNeuronsSchema,
  /** Features that fire for a token, mean over tokens. */
  activePerToken: z.number(),
  /** Share of the variance of the activations that the reconstruction misses. */
  unexplained: z.number(),
  /** Accuracy of the model, 0 to 1, and what changes with the reconstruction in place. */
  accuracy: z.number(),
  reconstruction: lossSchema,
  /** Of features set to 0 in the reconstruction, compared with the whole reconstruction. */
  causal: causalSchema,
});
export type FeatureEvaluation = z.output<typeof featureEvaluationSchema>;

export interface MeasureFeaturesOptions {
  readonly model: Model;
  readonly units: FeatureUnits;
  readonly split: Sentences;
  readonly settings: { readonly theta: number; readonly sample: number | null; readonly randomSeeds: number };
  readonly signal?: AbortSignal | undefined;
  /** Called after every batch. */
  readonly onProgress?: ((progress: { sentences: number; of: number }) => void) | undefined;
}

/** Measures the features of an autoencoder on a split with at least one sentence. */
export async function measureFeatures(options: MeasureFeaturesOptions): Promise<FeatureEvaluation> {
  const { model, units, split, settings, signal, onProgress } = options;
  const { classes } = model.shape;
  const tally = new LayerTally(units.units, classes, settings.theta, new TypeColumns(split, units.units));
  const variance = new VarianceTally();
  const losses = new LossTally();
  let [tokens, active, correct, sentences] = [0, 0, 0, 0];
  for (const batch of sentenceBatches(model, split, sampleOf(split.length, null))) {
    signal?.throwIfAborted();
    const observations = await units.observe(batch);
    for (const observation of observations) {
      const features = observation.hidden[0]!;
      tally.add(features, observation);
      tokens += observation.tokens;
      active += features.reduce((count, value) => count + Number(value > 0), 0);
      correct += Number(observation.predicted === observation.label);
    }
    const encoded = await units.encode(batch);
    for (const sentence of encoded) await variance.add(sentence, units);
    const after = await units.logits(batch);
    losses.add(
      batch.map(({ label }) => label),
      observations.map(({ logits }) => logits),
      perSentence(after, classes),
    );
    onProgress?.({ sentences: (sentences += batch.length), of: split.length });
  }
  for (const batch of sentenceBatches(model, split, textsWith(split, new Set(tally.undecided())))) {
    signal?.throwIfAborted();
    for (const observation of await units.observe(batch)) tally.addAgain(observation.hidden[0]!, observation);
  }
  const { perInput, corpus } = tally.report();
  const { randomSeeds } = settings;
  const indices = sampleOf(split.length, settings.sample);
  const labels = [corpus.neurons.map(({ label }) => label)];
  return {
    sentences: split.length,
    theta: settings.theta,
    ...{ perInput, corpus },
    activePerToken: active / tokens,
    unexplained: variance.unexplained(),
    accuracy: correct / split.length,
    reconstruction: losses.report(),
    causal: await measureCausal({ ...model, units, split, indices, labels, randomSeeds, signal }),
  };
}
