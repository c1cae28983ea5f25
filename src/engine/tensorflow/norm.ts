import * as tf from '@tensorflow/tfjs-core';
import type { ResidualNorm, ResidualNormBackward } from '../operations.ts';
import type { Operator } from './context.ts';
import { applyDropout } from './dropout.ts';
import { column } from './ragged.ts';

export const residualNorm: Operator<ResidualNorm> = (operation, context) => {
  const sum = tf.add(context.matrix(operation.x), applyDropout(context.matrix(operation.branch), operation, context));
  const centred = tf.sub(sum, tf.mean(sum, 1, true));
  const inverseDeviation = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), operation.epsilon));
  const normalized = tf.mul(centred, inverseDeviation);
  const y = tf.add(tf.mul(normalized, context.vector(operation.gamma)), context.vector(operation.beta));
  return { [operation.normalized]: normalized, [operation.inverseDeviation]: inverseDeviation, [operation.y]: y };
};

export const residualNormBackward: Operator<ResidualNormBackward> = (operation, context) => {
  const dY = context.matrix(operation.dY);
  const normalized = context.matrix(operation.normalized);
  const dNormalized = tf.mul(dY, context.vector(operation.gamma));
  const along = tf.mul(normalized, tf.mean(tf.mul(dNormalized, normalized), 1, true));
  const across = tf.sub(tf.sub(dNormalized, tf.mean(dNormalized, 1, true)), along);
  const dSum = tf.mul<tf.Tensor2D>(across, column(context.vector(operation.inverseDeviation)));
  return {
    [operation.dGamma]: tf.sum(tf.mul(dY, normalized), 0),
    [operation.dBeta]: tf.sum(dY, 0),
    [operation.dX]: dSum,
    [operation.dBranch]: applyDropout(dSum, operation, context),
  };
};
