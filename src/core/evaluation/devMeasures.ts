import type { Model } from './model.ts';
import { observe, type Sentences } from './observe.ts';
import { sampleOf } from './randomRanking.ts';
import { RemovalQueue } from './removalQueue.ts';
import { RemovalTally } from './removalTally.ts';

export interface DevMeasures {
  /** Share of right predictions on the whole split, 0 to 1. */
  readonly accuracy: number;
  /** SRS(headline) in percentage points on a sample; null without a sample or a mask. */
  readonly srs: number | null;
}

export interface DevMeasuresOptions extends Model {
  readonly split: Sentences;
  readonly headline: number;
  /** Sentences of the sample, the same ones at every call; 0: none. */
  readonly sample: number;
  readonly signal?: AbortSignal | undefined;
}

const noPairs = new Int32Array(0);

/** What is watched while a model trains. The split has at least one sentence. */
export async function devMeasures(options: DevMeasuresOptions): Promise<DevMeasures> {
  return { accuracy: await accuracyOf(options), srs: await srsOf(options) };
}

async function accuracyOf({ split, signal, ...model }: DevMeasuresOptions): Promise<number> {
  const queue = new RemovalQueue(model, signal);
  const outcomes = [];
  for (let i = 0; i < split.length; i++) {
    outcomes.push(queue.add(split.ids(i), noPairs, 0));
    if (queue.full) await queue.flush();
  }
  await queue.flush();
  return outcomes.filter(({ predicted }, i) => predicted === split.label(i)).length / split.length;
}

async function srsOf({ split, headline, sample, signal, ...model }: DevMeasuresOptions): Promise<number | null> {
  if (sample === 0 || model.shape.maskHidden === null) return null;
  const removals = new RemovalTally(model, { fractions: [headline], headline, randomSeeds: 0 }, signal);
  for await (const batch of observe(model, split, sampleOf(split.length, sample))) {
    for (const observation of batch) await removals.add(observation);
  }
  const { srs } = await removals.report();
  return srs.curve[0]!.both!.srs;
}
