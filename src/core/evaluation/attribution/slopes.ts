import type { Batch } from '../../../engine/program.ts';
import { contentRows, type Sentence } from '../../model/batch.ts';
import { batchesOf, runBatch, type Model } from '../../model/model.ts';
import { marginOf } from './margin.ts';

/** A point on the straight path from masked embeddings of zero to those of a sentence. */
export interface PathPoint extends Sentence {
  /** Factor (0 to 1) for the embeddings of the real tokens. */
  readonly share: number;
  readonly direction: Float32Array; // [classes], see `marginDirection`
}

/** The margin at a point, and its derivative by the share of each real token: the gradient with respect to its embedding · its embedding. */
export interface Slopes {
  readonly margin: number;
  readonly slopes: Float32Array; // [tokens]
}

/** Computes slopes with keep probabilities, positions, padded rows and special tokens unchanged. The model's program must have `attribute`. */
export async function slopesAt(model: Model, points: readonly PathPoint[], signal?: AbortSignal): Promise<Slopes[]> {
  const found: Slopes[] = [];
  for (const group of batchesOf(points, ({ ids }) => ids.length, model)) {
    signal?.throwIfAborted();
    const batch = await runBatch(model, 'attribute', group, (plain) => pathInputs(group, plain));
    const logits = await model.executor.read('logits');
    const slopes = await model.executor.read('slope');
    group.forEach(({ direction }, b) => {
      const own = Float32Array.from(contentRows(batch, b), (row) => slopes[row]!);
      found.push({ margin: marginOf(logits, b, direction), slopes: own });
    });
  }
  return found;
}

function pathInputs(points: readonly PathPoint[], batch: Batch): Batch['inputs'] {
  const share = new Float32Array(batch.sizes.rows).fill(1);
  const direction = new Float32Array(points.flatMap((point) => [...point.direction]));
  points.forEach((point, b) => contentRows(batch, b).forEach((row) => (share[row] = point.share)));
  return { share, direction };
}
