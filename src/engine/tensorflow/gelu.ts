import * as tf from '@tensorflow/tfjs-core';
import type { Gelu, GeluBackward, GeluForm } from '../operations/gelu.ts';
import type { Operator } from './context.ts';

type Elementwise = (x: tf.Tensor2D) => tf.Tensor2D;

/** The normal distribution's cumulative function, or what takes its place. */
const shares: Record<GeluForm, Elementwise> = {
  erf: (x) => half(tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))),
  tanh: (x) => half(tf.add(1, innerTanh(x))),
};

/** x times the derivative of the share. */
const slopes: Record<GeluForm, Elementwise> = {
  erf: (x) => tf.mul(tf.div(x, Math.sqrt(2 * Math.PI)), tf.exp(half(tf.neg(tf.square(x))))),
  tanh: (x) => {
    const inner = tf.mul(tf.add(1, tf.mul(3 * 0.044715, tf.square(x))), Math.sqrt(2 / Math.PI));
    return half(tf.mul(tf.mul(x, inner), tf.sub(1, tf.square(innerTanh(x)))));
  },
};

export const gelu: Operator<Gelu> = (operation, context) => {
  const x = context.matrix(operation.x);
  return { [operation.out]: tf.mul(x, shares[operation.form](x)) };
};

export const geluBackward: Operator<GeluBackward> = ({ x: input, form, dOut }, context) => {
  const x = context.matrix(input);
  return { [dOut]: tf.mul(context.matrix(dOut), tf.add(shares[form](x), slopes[form](x))) };
};

function half(x: tf.Tensor2D): tf.Tensor2D {
  return tf.div<tf.Tensor2D>(x, 2);
}

function innerTanh(x: tf.Tensor2D): tf.Tensor2D {
  return tf.tanh(tf.mul<tf.Tensor2D>(tf.mul(x, tf.add(1, tf.mul(0.044715, tf.square(x)))), Math.sqrt(2 / Math.PI)));
}
