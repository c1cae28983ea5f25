import * as tf from '@tensorflow/tfjs-core';
import type {
  AddPositions,
  AddPositionsBackward,
  Embed,
  MaskedEmbedding,
  MaskedEmbeddingBackward,
} from '../operations.ts';
import type { Operator } from './context.ts';
import { applyDropout } from './dropout.ts';
import { column, sumByType } from './ragged.ts';

export const embed: Operator<Embed> = ({ table, types, scale, out }, context) => ({
  [out]: tf.mul(tf.gather(context.matrix(table), context.vector(types)), scale),
});

export const maskedEmbedding: Operator<MaskedEmbedding> = ({ x, typeOf, keep, out }, context) => {
  const rows = tf.gather(context.matrix(x), context.vector(typeOf));
  return { [out]: keep === undefined ? rows : tf.mul(rows, column(context.vector(keep))) };
};

export const maskedEmbeddingBackward: Operator<MaskedEmbeddingBackward> = (operation, context) => {
  const { mask } = operation;
  const dOut = context.matrix(operation.dOut);
  if (mask === undefined) return { [operation.dX]: sumByType(dOut, operation, context) };
  const x = tf.gather(context.matrix(operation.x), context.vector(operation.typeOf));
  const dRows = tf.mul<tf.Tensor2D>(dOut, column(context.vector(mask.keep)));
  return { [operation.dX]: sumByType(dRows, operation, context), [mask.dKeep]: tf.sum(tf.mul(dOut, x), 1) };
};

export const addPositions: Operator<AddPositions> = (operation, context) => {
  const positions = tf.gather(context.matrix(operation.table), context.vector(operation.position));
  return { [operation.out]: applyDropout(tf.add(context.matrix(operation.x), positions), operation, context) };
};

export const addPositionsBackward: Operator<AddPositionsBackward> = (operation, context) => ({
  [operation.dX]: applyDropout(context.matrix(operation.dOut), operation, context),
});
