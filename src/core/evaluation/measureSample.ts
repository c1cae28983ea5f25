import { CorpusNeuronsTally, sharesOverLayers, type CorpusShares } from './corpusNeurons.ts';
import type { Model } from '../model/model.ts';
import type { Unit } from '../experiment/sections/evaluation.ts';
import { byUnit, observe, type Sentences } from './observe.ts';
import { sampleOf } from './randomRanking.ts';
import { RemovalTally } from './removalTally.ts';

export interface MeasureSampleOptions extends Model {
  readonly split: Sentences;
  /** The fraction k of SRS(k). */
  readonly fraction: number;
  /** What is ranked and removed. */
  readonly unit: Unit;
  /** Size of the sample, which is the same for every call; 0: none. */
  readonly sample: number;
  readonly signal?: AbortSignal | undefined;
}

/** The measures that are taken during a training. */
export interface SampleMeasures {
  /** SRS(k) in percentage points; null without a sample or a mask. */
  readonly srs: number | null;
  /** Shares of the neurons of all layers; null without a sample. */
  readonly neurons: CorpusShares | null;
}

/** Measures a model on a sample of a split, in one pass. */
export async function measureSample({
  split,
  fraction,
  unit,
  sample,
  signal,
  ...model
}: MeasureSampleOptions): Promise<SampleMeasures> {
  if (sample === 0) return { srs: null, neurons: null };
  const { layers, feedForward, classes, maskHidden } = model.shape;
  const settings = { fractions: [fraction], headline: fraction, randomSeeds: 0 };
  const removals = maskHidden === null ? null : new RemovalTally(model, settings, signal);
  const neurons = Array.from({ length: layers }, () => new CorpusNeuronsTally(feedForward, classes));
  for await (const batch of observe(model, byUnit(split, unit), sampleOf(split.length, sample))) {
    signal?.throwIfAborted();
    for (const observation of batch) {
      neurons.forEach((tally, layer) => tally.add(observation.hidden[layer]!, observation));
      await removals?.add(observation);
    }
  }
  const removed = await removals?.report();
  return {
    srs: removed?.srs.curve[0]!.both!.srs ?? null,
    neurons: sharesOverLayers(neurons.map((tally) => tally.report())),
  };
}
