import * as tf from '@tensorflow/tfjs-core';
import type { CrossEntropy, MeanLoss } from '../operations/losses.ts';
import type { InteractionLoss } from '../operations/attention.ts';
import { attend } from './attention.ts';
import type { Operator } from './context.ts';
import { contentPairs, interaction } from './interaction.ts';
import { sentencesOf } from './ragged.ts';

export const crossEntropy: Operator<CrossEntropy> = (operation, context) => {
  const logits = context.matrix(operation.logits);
  const target = tf.oneHot(context.vector(operation.labels), logits.shape[1], 1, 0, 'float32');
  const probabilities = tf.softmax(logits);
  const { sentences } = context.sizes;
  const weights = operation.weights === undefined ? tf.ones([sentences]) : context.vector(operation.weights);
  const outputs = {
    [operation.probabilities]: probabilities,
    [operation.loss]: tf.neg(tf.mul(weights, tf.sum(tf.mul(target, tf.logSoftmax(logits)), 1))),
  };
  if (operation.dLogits === undefined) return outputs;
  const gradient = tf.mul(tf.expandDims(weights, 1), tf.sub(probabilities, target));
  return { ...outputs, [operation.dLogits]: tf.div(gradient, context.place.batchSentences) };
};

export const interactionLoss: Operator<InteractionLoss> = (operation, context) => {
  const sentences = sentencesOf(context, operation.starts);
  const { content } = operation;
  const losses = sentences.map((sentence) => {
    const { weights } = attend(operation, sentence, context);
    if (content === undefined) return interaction(weights);
    return interaction(tf.mul(weights, contentPairs(context.vector(content), sentence)));
  });
  return { [operation.loss]: tf.stack(losses) };
};

/** Sums in JavaScript's own numbers: TensorFlow has no float64. */
export const meanLoss: Operator<MeanLoss> = ({ parts, count, of, losses, at }, context) => {
  let sum = 0;
  for (const part of parts) for (const value of context.tensor(part).dataSync()) sum += value;
  const values = context.has(losses)
    ? context.vector(losses).dataSync().slice()
    : new Float32Array(context.shape(losses)[0]!);
  const { batchSentences } = context.place;
  values[at] = sum / ((count === 'sentences' ? batchSentences : context.sizes[count]) * of);
  return { [losses]: tf.tensor1d(values) };
};
