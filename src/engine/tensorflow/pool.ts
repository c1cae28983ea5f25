import * as tf from '@tensorflow/tfjs-core';
import type { FirstToken, FirstTokenBackward, MeanPool, MeanPoolBackward } from '../operations/pool.ts';
import type { Context, Operator } from './context.ts';
import { column, rowsOf, sentencesOf } from './ragged.ts';

export const meanPool: Operator<MeanPool> = ({ x, starts, out }, context) => {
  const means = sentencesOf(context, starts).map((sentence) => tf.mean(rowsOf(context.matrix(x), sentence), 0));
  return { [out]: tf.stack(means) };
};

export const meanPoolBackward: Operator<MeanPoolBackward> = ({ dOut, starts, dX }, context) => {
  const parts = sentencesOf(context, starts).map(({ index, length }) => {
    const gradient = tf.slice(context.matrix(dOut), [index, 0], [1, -1]);
    return tf.tile(tf.div<tf.Tensor2D>(gradient, length), [length, 1]);
  });
  return { [dX]: tf.concat(parts) };
};

export const firstToken: Operator<FirstToken> = ({ x, starts, out }, context) => ({
  [out]: tf.gather(context.matrix(x), firstRows(starts, context)),
});

export const firstTokenBackward: Operator<FirstTokenBackward> = ({ dOut, starts, dX }, context) => {
  const gradient = context.matrix(dOut);
  const shape = [context.sizes.rows, gradient.shape[1]];
  return { [dX]: tf.scatterND(column(firstRows(starts, context)), gradient, shape) };
};

/** Numbers of the first rows: [sentences]. */
function firstRows(starts: string, context: Context): tf.Tensor1D {
  return tf.slice(context.vector(starts), 0, context.sizes.sentences);
}
