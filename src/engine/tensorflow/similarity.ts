import * as tf from '@tensorflow/tfjs-core';
import type { SimilarityLoss } from '../operations/similarity.ts';
import type { Operator } from './context.ts';
import { column, sumByType } from './ragged.ts';

/** Forward and backward in one function, as in the operation. */
export const similarityLoss: Operator<SimilarityLoss> = (operation, context) => {
  const { sums, scores, loss, gradient } = operation;
  const x = context.matrix(operation.x);
  const isContent = operation.content === undefined ? 1 : column(context.vector(operation.content));
  const a = tf.mul<tf.Tensor2D>(tf.relu(x), isContent);
  const ofTypes = sumByType(a, operation, context);
  const total = tf.sum<tf.Tensor1D>(a, 0);
  const ofOwnType = tf.sub(tf.gather(ofTypes, context.vector(operation.typeOf)), a);
  const others = tf.sub(total, a);
  const pairs = tf.sum(tf.mul(a, others), 0);
  const counts = tf.greater(pairs, tf.maximum(tf.mul(1e-6, tf.square(total)), 1e-20));
  const inverse = tf.where(counts, tf.div(1, pairs), 0);
  const score = tf.mul(tf.sum(tf.mul(a, ofOwnType), 0), inverse);
  const neurons = tf.sum(tf.cast(counts, 'float32'));
  const value = tf.sub(1, tf.divNoNan(tf.sum(score), neurons));
  const outputs = {
    [sums]: ofTypes,
    [scores]: tf.stack([score, inverse, total]),
    [loss]: tf.tile(tf.reshape(value, [1]), [context.sizes.sentences]),
  };
  if (gradient === undefined) return outputs;
  const share = context.sizes.sentences / context.place.batchSentences;
  const factor = tf.divNoNan(-2 * gradient.weight * share, neurons);
  const slope = tf.mul(inverse, tf.sub(ofOwnType, tf.mul(score, others)));
  const fires = tf.cast(tf.greater(a, 0), 'float32');
  const dX = tf.mul(factor, tf.mul(slope, fires));
  return { ...outputs, [gradient.dX]: tf.add(context.matrix(gradient.dX), dX) };
};
