import * as tf from '@tensorflow/tfjs-core';
import type { Activation, Linear, LinearBackward } from '../operations/linear.ts';
import type { Operator } from './context.ts';

type Elementwise = (x: tf.Tensor2D) => tf.Tensor2D;

const activations: Record<Activation, Elementwise> = { none: (x) => x, relu: tf.relu, tanh: tf.tanh };

/** The derivatives as functions of the output. */
const derivatives: Record<Activation, Elementwise> = {
  none: tf.onesLike,
  relu: (y) => tf.step(y),
  tanh: (y) => tf.sub(1, tf.square(y)),
};

export const linear: Operator<Linear> = (operation, context) => {
  const product = tf.matMul(context.matrix(operation.x), context.matrix(operation.weight), false, true);
  return { [operation.y]: activations[operation.activation](tf.add(product, context.vector(operation.bias))) };
};

export const linearBackward: Operator<LinearBackward> = (operation, context) => {
  const { dX, dWeight, dBias, activation } = operation;
  const derivative = derivatives[activation](context.matrix(operation.y));
  const dProduct = tf.mul<tf.Tensor2D>(context.matrix(operation.dY), derivative);
  const outputs = {
    [operation.dY]: dProduct,
    ...(dWeight !== undefined && { [dWeight]: tf.matMul(dProduct, context.matrix(operation.x), true, false) }),
    ...(dBias !== undefined && { [dBias]: tf.sum(dProduct, 0) }),
  };
  if (dX === undefined) return outputs;
  const gradient = tf.matMul(dProduct, context.matrix(operation.weight));
  return { ...outputs, [dX.buffer]: dX.add ? tf.add(context.matrix(dX.buffer), gradient) : gradient };
};
