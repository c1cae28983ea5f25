import type { Batch } from '../../../engine/program.ts';
import { batchesOf, runBatch, type Model } from '../../model/model.ts';
import { marginOf } from './margin.ts';

/** A point on the straight path from a sentence whose masked embeddings are zero to the sentence itself. */
export interface PathPoint {
  readonly ids: Int32Array;
  readonly label: 0;
  /** 0 to 1: how much of the embeddings of its real tokens is there. */
  readonly share: number;
  readonly direction: Float32Array; // [classes], see `marginDirection`
}

/** The margin at a point, and what it changes by as each real token's share does: the gradient by its embedding · its embedding. */
export interface Slopes {
  readonly margin: number;
  readonly slopes: Float32Array; // [tokens]
}

/** Keep probabilities, positions and padded rows stay as they are. Needs a model with `attribute`. */
export async function slopesAt(model: Model, points: readonly PathPoint[], signal?: AbortSignal): Promise<Slopes[]> {
  const found: Slopes[] = [];
  for (const group of batchesOf(points, ({ ids }) => ids.length, model.padding)) {
    signal?.throwIfAborted();
    const { inputs } = await runBatch(model, 'attribute', group, (batch) => pathInputs(group, batch));
    const logits = await model.executor.read('logits');
    const slopes = await model.executor.read('slope');
    const { starts, keys } = inputs as Record<string, Int32Array>;
    group.forEach(({ direction }, b) => {
      const own = slopes.subarray(starts![b], starts![b]! + keys![b]!);
      found.push({ margin: marginOf(logits, b, direction), slopes: own });
    });
  }
  return found;
}

function pathInputs(points: readonly PathPoint[], { sizes, inputs }: Batch): Batch['inputs'] {
  const { starts, keys } = inputs as Record<string, Int32Array>;
  const share = new Float32Array(sizes.rows).fill(1);
  const direction = new Float32Array(points.flatMap((point) => [...point.direction]));
  points.forEach((point, b) => share.fill(point.share, starts![b], starts![b]! + keys![b]!));
  return { share, direction };
}
