import * as tf from '@tensorflow/tfjs-core';
import type { Sentence } from './ragged.ts';

/** 1 for pairs of tokens that are not special, else 0, [1, n, n]; of their factors [rows] in one sentence. */
export function contentPairs(content: tf.Tensor1D, { start, length }: Sentence): tf.Tensor3D {
  const own = tf.slice(content, start, length);
  return tf.reshape(tf.outerProduct(own, own), [1, length, length]);
}

/** Σ_ik A_ik·(1 − [i≠k]·(A·Aᵀ)_ik) of each head: weights A [H, n, n] to [H]. */
export function interaction(weights: tf.Tensor3D): tf.Tensor1D {
  const correlation = tf.matMul<tf.Tensor3D>(weights, weights, false, true);
  return tf.sum(tf.mul(weights, tf.sub(1, offDiagonal(correlation))), [1, 2]);
}

/** Gradient of that by A: 1 − [i≠k]·A·Aᵀ − (M + Mᵀ)·A, M being A with its diagonal 0. */
export function interactionBackward(weights: tf.Tensor3D): tf.Tensor3D {
  const correlation = tf.matMul<tf.Tensor3D>(weights, weights, false, true);
  const others = offDiagonal(weights);
  const symmetric = tf.add<tf.Tensor3D>(others, tf.transpose(others, [0, 2, 1]));
  return tf.sub(tf.sub(1, offDiagonal(correlation)), tf.matMul(symmetric, weights));
}

function offDiagonal(x: tf.Tensor3D): tf.Tensor3D {
  return tf.mul(x, tf.sub(1, tf.eye(x.shape[1])));
}
