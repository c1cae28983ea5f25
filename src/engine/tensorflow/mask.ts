import * as tf from '@tensorflow/tfjs-core';
import type {
  Gumbel,
  InformationLoss,
  KeepProbability,
  PinLogits,
  SampleKeep,
  SampleKeepBackward,
} from '../operations/mask.ts';
import { gumbelNoise } from '../../common/random.ts';
import type { Operator } from './context.ts';
import { column, occurrenceCounts, sumByType } from './ragged.ts';

export const gumbel: Operator<Gumbel> = ({ site, out }, { scalars, sizes, place }) => ({
  [out]: tf.tensor2d(gumbelNoise(scalars.seed, site, scalars.step, sizes.rows, place.firstRow), [sizes.rows, 2]),
});

export const pinLogits: Operator<PinLogits> = ({ logits, pinned }, context) => {
  const kept = tf.tensor2d([[-1000, 1000]]);
  return { [logits]: tf.where(tf.cast(column(context.vector(pinned)), 'bool'), kept, context.matrix(logits)) };
};

export const sampleKeep: Operator<SampleKeep> = (operation, context) => {
  const logits = tf.gather(context.matrix(operation.logits), context.vector(operation.typeOf));
  const difference = keepMinusDrop(tf.add(logits, context.matrix(operation.noise)));
  return {
    [operation.keep]: tf.step(difference),
    [operation.soft]: tf.sigmoid(tf.div(difference, operation.temperature)),
  };
};

export const sampleKeepBackward: Operator<SampleKeepBackward> = (operation, context) => {
  const soft = context.vector(operation.soft);
  const slope = tf.div(tf.mul(soft, tf.sub(1, soft)), operation.temperature);
  const dDifference = tf.mul<tf.Tensor1D>(context.vector(operation.dKeep), slope);
  return { [operation.dLogits]: spread(sumByType(dDifference, operation, context)) };
};

export const keepProbability: Operator<KeepProbability> = ({ logits, typeOf, keep }, context) => {
  const probabilities = tf.sigmoid(keepMinusDrop(context.matrix(logits)));
  return { [keep]: tf.gather(probabilities, context.vector(typeOf)) };
};

/** By d = logit of "keep" − logit of "drop": p = σ(d), ln p = −softplus(−d), and the loss has the derivative d·p·(1−p). */
export const informationLoss: Operator<InformationLoss> = (operation, context) => {
  const difference = keepMinusDrop(context.matrix(operation.logits));
  const keep = tf.sigmoid(difference);
  const drop = tf.sigmoid(tf.neg(difference));
  const entropy = tf.add(tf.mul(keep, tf.softplus(tf.neg(difference))), tf.mul(drop, tf.softplus(difference)));
  const loss = { [operation.loss]: tf.gather(tf.neg(entropy), context.vector(operation.typeOf)) };
  if (operation.dLogits === undefined) return loss;
  const counts = tf.tensor1d(occurrenceCounts(context, operation.occurrenceStarts));
  const weights = tf.mul(counts, context.scalars.informationWeight / context.sizes.contentRows);
  const dDifference = tf.mul<tf.Tensor1D>(weights, tf.mul(difference, tf.mul(keep, drop)));
  return { ...loss, [operation.dLogits]: tf.add(context.matrix(operation.dLogits), spread(dDifference)) };
};

/** [n] of [n, 2]: the softmax of two logits depends on this difference alone. */
function keepMinusDrop(logits: tf.Tensor2D): tf.Tensor1D {
  const [drop, keep] = tf.unstack(logits, 1);
  return tf.sub(keep!, drop!);
}

/** The gradient by both logits, [n, 2], from that by their difference, [n]. */
function spread(dDifference: tf.Tensor1D): tf.Tensor {
  return tf.stack([tf.neg(dDifference), dDifference], 1);
}
