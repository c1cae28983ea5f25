import * as tf from '@tensorflow/tfjs-core';
import type { EmbeddingNorm, EmbeddingNormBackward, ResidualNorm, ResidualNormBackward } from '../operations/norm.ts';
import type { Context, Operator, Outputs } from './context.ts';
import { applyDropout } from './dropout.ts';
import { column } from './ragged.ts';

export const residualNorm: Operator<ResidualNorm> = (operation, context) => {
  const sum = tf.add(context.matrix(operation.x), applyDropout(context.matrix(operation.branch), operation, context));
  const { y, outputs } = normalize(sum, operation, context);
  return { ...outputs, [operation.y]: y };
};

export const residualNormBackward: Operator<ResidualNormBackward> = (operation, context) => {
  const { dSum, outputs } = normalizeBackward(context.matrix(operation.dY), operation, context);
  return { ...outputs, [operation.dX]: dSum, [operation.dBranch]: applyDropout(dSum, operation, context) };
};

export const embeddingNorm: Operator<EmbeddingNorm> = (operation, context) => {
  const { segments } = operation;
  const lookUp = (table: string, index: string) => tf.gather(context.matrix(table), context.vector(index));
  const placed = tf.add(context.matrix(operation.x), lookUp(operation.positions, operation.position));
  const sum = segments === undefined ? placed : tf.add(placed, lookUp(segments.table, segments.segment));
  const { y, outputs } = normalize(sum, operation, context);
  return { ...outputs, [operation.out]: applyDropout(y, operation, context) };
};

export const embeddingNormBackward: Operator<EmbeddingNormBackward> = (operation, context) => {
  const { dPositions, dSegments } = operation;
  const dY = applyDropout(context.matrix(operation.dOut), operation, context);
  const { dSum, outputs } = normalizeBackward(dY, operation, context);
  const ofTable = (table: string, index: string) => ({
    [table]: tf.scatterND(column(context.vector(index)), dSum, context.shape(table)),
  });
  return {
    ...outputs,
    [operation.dOut]: dY,
    [operation.dX]: dSum,
    ...(dPositions && ofTable(dPositions.table, dPositions.position)),
    ...(dSegments && ofTable(dSegments.table, dSegments.segment)),
  };
};

/** layerNorm(sum)·gamma + beta, and what its backward needs. */
function normalize(sum: tf.Tensor, operation: ResidualNorm | EmbeddingNorm, context: Context) {
  const centred = tf.sub(sum, tf.mean(sum, 1, true));
  const inverseDeviation = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), operation.epsilon));
  const normalized = tf.mul(centred, inverseDeviation);
  const scaled = tf.mul(normalized, context.vector(operation.gamma));
  const y = tf.add<tf.Tensor2D>(scaled, context.vector(operation.beta));
  return { y, outputs: { [operation.normalized]: normalized, [operation.inverseDeviation]: inverseDeviation } };
}

/** The gradient by the sum, and those of gamma and beta. */
function normalizeBackward(
  dY: tf.Tensor2D,
  operation: ResidualNormBackward | EmbeddingNormBackward,
  context: Context,
): { dSum: tf.Tensor2D; outputs: Outputs } {
  const { dGamma, dBeta } = operation;
  const normalized = context.matrix(operation.normalized);
  const dNormalized = tf.mul(dY, context.vector(operation.gamma));
  const along = tf.mul(normalized, tf.mean(tf.mul(dNormalized, normalized), 1, true));
  const across = tf.sub(tf.sub(dNormalized, tf.mean(dNormalized, 1, true)), along);
  return {
    dSum: tf.mul(across, column(context.vector(operation.inverseDeviation))),
    outputs: {
      ...(dGamma !== undefined && { [dGamma]: tf.sum(tf.mul(dY, normalized), 0) }),
      ...(dBeta !== undefined && { [dBeta]: tf.sum(dY, 0) }),
    },
  };
}
