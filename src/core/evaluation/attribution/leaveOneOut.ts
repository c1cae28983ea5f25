import { batchesOf, runBatch, type Model } from '../../model/model.ts';
import type { Sentence } from '../../model/batch.ts';
import type { Attribute } from './attribution.ts';
import { marginDirection, marginOf } from './margin.ts';

/**
 * Leave-one-out (Li et al. 2016, arXiv 1612.08220): how much the margin falls when a token is deleted and the shorter sentence is
 * encoded again. A sentence of one token becomes empty, which the model reads as one <PAD>.
 */
export const leaveOneOut: Attribute = async (model, observations, signal) => {
  const sentences = observations.flatMap((observation) => {
    const direction = marginDirection(observation);
    return [observation.ids, ...withoutEach(observation.ids)].map((ids) => ({ ids, label: 0, direction }));
  });
  const margins = await marginsOf(model, sentences, signal);
  let offset = 0;
  return observations.map(({ ids, tokens }) => {
    const [whole, ...without] = margins.slice(offset, (offset += 1 + ids.length));
    const scores = new Float64Array(tokens);
    without.forEach((margin, i) => {
      scores[i] = whole! - margin;
    });
    return { scores };
  });
};

function withoutEach(ids: Int32Array): Int32Array[] {
  return Array.from(ids, (_, left) => ids.filter((_, i) => i !== left));
}

interface Directed extends Sentence {
  readonly direction: Float32Array;
}

async function marginsOf(model: Model, sentences: readonly Directed[], signal?: AbortSignal): Promise<number[]> {
  const margins: number[] = [];
  for (const group of batchesOf(sentences, ({ ids }) => ids.length, model)) {
    signal?.throwIfAborted();
    await runBatch(model, 'predict', group);
    const logits = await model.executor.read('logits');
    group.forEach(({ direction }, b) => margins.push(marginOf(logits, b, direction)));
  }
  return margins;
}
