import * as tf from '@tensorflow/tfjs-core';
import type { NormalizeRows, SparseLinear, SparseLinearBackward, SquaredError } from '../operations/autoencoder.ts';
import type { Operator } from './context.ts';

export const sparseLinear: Operator<SparseLinear> = ({ x, table, bias, y }, context) => {
  const product = tf.matMul(context.matrix(x), context.matrix(table));
  return { [y]: tf.add(product, bias === undefined ? context.matrix(y) : context.vector(bias)) };
};

export const sparseLinearBackward: Operator<SparseLinearBackward> = (operation, context) => {
  const { dTable, dBias, dX } = operation;
  const [x, dY] = [context.matrix(operation.x), context.matrix(operation.dY)];
  const dense = dX && tf.matMul(dY, context.matrix(dX.table), false, true);
  return {
    ...(dTable !== undefined && { [dTable]: tf.matMul(x, dY, true, false) }),
    ...(dBias !== undefined && { [dBias]: tf.sum(dY, 0) }),
    ...(dX && { [dX.buffer]: tf.mul(dense!, tf.cast(tf.notEqual(x, 0), 'float32')) }),
  };
};

export const squaredError: Operator<SquaredError> = ({ rows, x, y, weight, loss, dY }, context) => {
  const difference = tf.sub<tf.Tensor2D>(context.matrix(y), context.matrix(x));
  return {
    [loss]: tf.sum(tf.square(difference), 1),
    [dY]: tf.mul(difference, (2 * weight) / context.sizes[rows]),
  };
};

export const normalizeRows: Operator<NormalizeRows> = ({ table }, context) => {
  const x = context.matrix(table);
  return { [table]: tf.divNoNan(x, tf.norm(x, 2, 1, true)) };
};
