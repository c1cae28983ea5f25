import * as tf from '@tensorflow/tfjs-core';
import type { MeanPool, MeanPoolBackward } from '../operations.ts';
import type { Operator } from './context.ts';
import { rowsOf, sentencesOf } from './ragged.ts';

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
