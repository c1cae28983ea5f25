import * as tf from '@tensorflow/tfjs-core';
import type { BatchThreshold, ZeroBelow } from '../operations/batchTopK.ts';
import type { Operator } from './context.ts';

export const batchThreshold: Operator<BatchThreshold> = (operation, context) => {
  const x = context.matrix(operation.x);
  const count = Math.min(x.size, x.shape[0] * operation.perRow);
  const own = tf.relu(tf.slice(tf.topk(tf.reshape(x, [-1]), count).values, count - 1, 1));
  const mean = context.vector(operation.mean);
  const share = Math.max(operation.weight, 1 / context.scalars.step);
  return { [operation.threshold]: own, [operation.mean]: tf.add(mean, tf.mul(tf.sub(own, mean), share)) };
};

export const zeroBelow: Operator<ZeroBelow> = (operation, context) => {
  const x = context.matrix(operation.x);
  const isKept = tf.greaterEqual(x, context.vector(operation.threshold));
  return { [operation.x]: tf.where(isKept, x, 0) };
};
