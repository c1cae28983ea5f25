import * as tf from '@tensorflow/tfjs-core';
import type { ImportanceLoss } from '../operations/importance.ts';
import type { Operator } from './context.ts';
import { column, rowsOf, sentencesOf } from './ragged.ts';

const epsilon = 1e-5;

/** Forward and backward in one function, as in the operation. */
export const importanceLoss: Operator<ImportanceLoss> = ({ x, starts, scale, loss, gradient }, context) => {
  const factor = gradient === undefined ? 0 : (gradient.weight * scale) / context.sizes.contentRows;
  const parts = sentencesOf(context, starts).map((sentence) => {
    const rows = rowsOf(context.matrix(x), sentence);
    const terms = interference(rows);
    return { norm: terms.norm, dX: interferenceBackward(rows, terms, factor) };
  });
  const losses = { [loss]: tf.mul(tf.concat(parts.map((part) => part.norm)), scale) };
  if (gradient === undefined) return losses;
  const { buffer, add } = gradient.dX;
  const dX = tf.concat(parts.map((part) => part.dX));
  return { ...losses, [buffer]: add ? tf.add(context.matrix(buffer), dX) : dX };
};

interface Interference {
  /** x̂, [n, width]. */
  direction: tf.Tensor2D;
  /** x̂_i·x_j, its diagonal 0, [n, n]. */
  products: tf.Tensor2D;
  /** Norms of the rows of `products`, [n]. */
  norm: tf.Tensor1D;
}

/** Of the rows of one sentence, x [n, width]. */
function interference(x: tf.Tensor2D): Interference {
  const direction = tf.div<tf.Tensor2D>(x, tf.add(tf.norm(x, 2, 1, true), epsilon));
  const others = tf.sub(1, tf.eye(x.shape[0]));
  const products = tf.mul<tf.Tensor2D>(tf.matMul(direction, x, false, true), others);
  return { direction, products, norm: tf.sqrt(tf.sum<tf.Tensor1D>(tf.square(products), 1)) };
}

/** Gradient of factor · Σ norm by x. For x̂ = x/(ε+‖x‖): dx = dx̂/(ε+‖x‖) − x·(x·dx̂)/(‖x‖·(ε+‖x‖)²). */
function interferenceBackward(x: tf.Tensor2D, { direction, products, norm }: Interference, factor: number) {
  const dProducts = tf.mul<tf.Tensor2D>(tf.divNoNan(products, column(norm)), factor);
  const dDirection = tf.matMul(dProducts, x);
  const length = tf.norm(x, 2, 1, true);
  const divisor = tf.add(length, epsilon);
  const along = tf.sum(tf.mul(x, dDirection), 1, true);
  const turned = tf.mul(x, tf.divNoNan(along, tf.mul(length, tf.square(divisor))));
  return tf.add<tf.Tensor2D>(tf.matMul(dProducts, direction, true), tf.sub(tf.div(dDirection, divisor), turned));
}
