import * as tf from '@tensorflow/tfjs-core';
import type { CountFiring, SteerBias } from '../operations/firingRate.ts';
import type { Context, Operator } from './context.ts';

/** How often each neuron fired, its largest activation and the number of rows, all [width]. */
const firingRows = (context: Context, firing: string) =>
  tf.unstack(context.matrix(firing)) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];

export const countFiring: Operator<CountFiring> = (operation, context) => {
  const x = context.matrix(operation.x);
  const [counts, largest, rows] = firingRows(context, operation.firing);
  const own = [tf.add(counts, tf.sum(tf.step(x), 0)), tf.maximum(largest, tf.max(x, 0)), tf.add(rows, x.shape[0])];
  return { [operation.firing]: tf.stack(own) };
};

export const steerBias: Operator<SteerBias> = ({ firing, bias, every, highest, groups, size }, context) => {
  if (context.scalars.step % every !== 0) return {};
  const [counts, largest, rows] = firingRows(context, firing);
  const width = counts.size;
  const groupOf = tf.tensor1d(
    Array.from({ length: width }, (_, f) => Math.floor((f * groups) / width)),
    'int32',
  );
  const targets = tf.tensor1d(Array.from({ length: groups }, (_, g) => highest * 2 ** -g));
  const fires = tf.step(counts);
  const sums = tf.unsortedSegmentSum(tf.mul(largest, fires), groupOf, groups);
  const means = tf.divNoNan(sums, tf.unsortedSegmentSum(fires, groupOf, groups));
  const isAbove = tf.greater(counts, tf.mul(tf.gather(targets, groupOf), rows));
  const fall = tf.mul(tf.cast(isAbove, 'float32'), largest);
  const rise = tf.mul(tf.sub(1, fires), tf.gather(means, groupOf));
  return {
    [bias]: tf.add(context.vector(bias), tf.mul(tf.sub(rise, fall), size)),
    [firing]: tf.zerosLike(context.matrix(firing)),
  };
};
