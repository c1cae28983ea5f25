import * as tf from '@tensorflow/tfjs-core';
import type {
  AddPositions,
  Embed,
  MaskedEmbedding,
  MaskedEmbeddingBackward,
  MaskRows,
  MaskRowsBackward,
  ScaleNeurons,
} from '../operations/embedding.ts';
import type { Context, Operator } from './context.ts';
import { applyDropout } from './dropout.ts';
import { column, sentencesOf, sumByType } from './ragged.ts';

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
  const x = tf.gather<tf.Tensor2D>(context.matrix(operation.x), context.vector(operation.typeOf));
  const dRows = tf.mul<tf.Tensor2D>(dOut, column(context.vector(mask.keep)));
  return {
    [operation.dX]: sumByType(dRows, operation, context),
    [mask.dKeep.buffer]: keepGradient(dOut, x, mask.dKeep, context),
  };
};

export const maskRows: Operator<MaskRows> = ({ x, keep, out }, context) => ({
  [out]: tf.mul(context.matrix(x), column(context.vector(keep))),
});

export const maskRowsBackward: Operator<MaskRowsBackward> = (operation, context) => {
  const dOut = context.matrix(operation.dOut);
  return {
    [operation.dX]: tf.add(context.matrix(operation.dX), tf.mul(dOut, column(context.vector(operation.keep)))),
    [operation.dKeep.buffer]: keepGradient(dOut, context.matrix(operation.x), operation.dKeep, context),
  };
};

/** dOut[i] · x[i] of every row, after what is there where it is to be added. */
function keepGradient(
  dOut: tf.Tensor2D,
  x: tf.Tensor2D,
  dKeep: MaskRowsBackward['dKeep'],
  context: Context,
): tf.Tensor {
  const own = tf.sum(tf.mul(dOut, x), 1);
  return dKeep.add ? tf.add(context.vector(dKeep.buffer), own) : own;
}

export const scaleNeurons: Operator<ScaleNeurons> = ({ rows, x, starts, scale, out }, context) => {
  if (rows === 'sentences') return { [out]: tf.mul(context.matrix(x), context.matrix(scale)) };
  const sentences = sentencesOf(context, starts).flatMap(({ index, length }) => Array<number>(length).fill(index));
  const factors = tf.gather(context.matrix(scale), tf.tensor1d(sentences, 'int32'));
  return { [out]: tf.mul(context.matrix(x), factors) };
};

export const addPositions: Operator<AddPositions> = (operation, context) => {
  const positions = tf.gather(context.matrix(operation.table), context.vector(operation.position));
  return { [operation.out]: applyDropout(tf.add(context.matrix(operation.x), positions), operation, context) };
};
