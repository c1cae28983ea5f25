import * as tf from '@tensorflow/tfjs-core';
import type { Accumulate, Adam, AdamRows, ClipGradients } from '../operations/adam.ts';
import type { Context, Operator, Outputs } from './context.ts';
import { column } from './ragged.ts';

export const accumulate: Operator<Accumulate> = ({ x, sum, add }, context) => {
  const own = context.tensor(x);
  return { [sum]: add ? tf.add(context.tensor(sum), own) : tf.clone(own) };
};

export const clipGradients: Operator<ClipGradients> = ({ gradients, maxNorm, norm }, context) => {
  const squares = gradients.map(({ buffer, scale }) => tf.sum(tf.square(tf.mul(context.tensor(buffer), scale))));
  const length = tf.sqrt(tf.addN(squares));
  return { [norm]: tf.stack([length, tf.minimum(1, tf.div(maxNorm, tf.add(length, 1e-6)))]) };
};

export const adam: Operator<Adam> = (operation, context) =>
  update(operation, context.tensor(operation.gradient), context);

/** The gradient of the whole table, 0 in the rows of absent words: their moments decay and move them all the same. */
export const adamRows: Operator<AdamRows> = (operation, context) => {
  const rows = tf.mul(context.matrix(operation.gradient), operation.scale);
  const shape = context.matrix(operation.parameter).shape;
  return update(operation, tf.scatterND(column(context.vector(operation.types)), rows, shape), context);
};

/** Kingma and Ba 2015, algorithm 1, in PyTorch's order: ε is added after the second moment is corrected. */
function update(operation: Adam | AdamRows, gradient: tf.Tensor, context: Context): Outputs {
  const { beta1, beta2, epsilon, norm } = operation;
  const { step } = context.scalars;
  const learningRate = context.scalars.learningRate * (operation.learningRateFactor ?? 1);
  const kept = 1 - learningRate * (operation.weightDecay ?? 0);
  const clipped = norm === undefined ? gradient : tf.mul(gradient, tf.slice(context.vector(norm), 1, 1));
  const first = decay(context.tensor(operation.firstMoment), clipped, beta1);
  const second = decay(context.tensor(operation.secondMoment), tf.square(clipped), beta2);
  const deviation = tf.add(tf.div(tf.sqrt(second), Math.sqrt(1 - beta2 ** step)), epsilon);
  const move = tf.mul(tf.div(first, deviation), learningRate / (1 - beta1 ** step));
  return {
    [operation.parameter]: tf.sub(tf.mul(context.tensor(operation.parameter), kept), move),
    [operation.firstMoment]: first,
    [operation.secondMoment]: second,
  };
}

/** beta·average + (1−beta)·value */
function decay(average: tf.Tensor, value: tf.Tensor, beta: number): tf.Tensor {
  return tf.add(tf.mul(average, beta), tf.mul(value, 1 - beta));
}
