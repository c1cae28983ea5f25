import type { Model } from './model.ts';
import { observe, type Sentences } from './observe.ts';
import { sampleOf } from './randomRanking.ts';
import { RemovalTally } from './removalTally.ts';

export interface SampleSrsOptions extends Model {
  readonly split: Sentences;
  /** The fraction k. */
  readonly fraction: number;
  /** Sentences of the sample, the same ones at every call; 0: none. */
  readonly sample: number;
  readonly signal?: AbortSignal | undefined;
}

/** SRS(k) in percentage points on a sample of a split, to be watched while a model trains; null without a sample or a mask. */
export async function sampleSrs({
  split,
  fraction,
  sample,
  signal,
  ...model
}: SampleSrsOptions): Promise<number | null> {
  if (sample === 0 || model.shape.maskHidden === null) return null;
  const removals = new RemovalTally(model, { fractions: [fraction], headline: fraction, randomSeeds: 0 }, signal);
  for await (const batch of observe(model, split, sampleOf(split.length, sample))) {
    for (const observation of batch) await removals.add(observation);
  }
  const { srs } = await removals.report();
  return srs.curve[0]!.both!.srs;
}
