import * as tf from '@tensorflow/tfjs-core';
import type { Attention, AttentionBackward, AttentionWeights } from '../operations/attention.ts';
import type { Context, Operator } from './context.ts';
import { contentPairs, interaction, interactionBackward } from './interaction.ts';
import { rowsOf, sentencesOf, type Sentence } from './ragged.ts';

type AttentionInputs = Pick<Attention, 'qkv' | 'heads' | 'keys'>;

/** One sentence of n rows, head by head; d the width of a head. */
export interface SentenceAttention {
  queries: tf.Tensor3D; // [H, n, d]
  keys: tf.Tensor3D;
  values: tf.Tensor3D;
  /** [H, n, n]: query, key; 0 where the key is padding or the pair is cut. */
  weights: tf.Tensor3D;
}

export const attention: Operator<Attention> = (operation, context) => {
  const out = sentencesOf(context, operation.starts).map((sentence) => {
    const { weights, values } = attend(operation, sentence, context, cutOf(operation, sentence, context));
    return mergeHeads(tf.matMul(weights, values));
  });
  return { [operation.out]: tf.concat(out) };
};

export const attentionWeights: Operator<AttentionWeights> = (operation, context) => {
  const sentences = sentencesOf(context, operation.starts);
  const weights = sentences.map((sentence) => tf.reshape(attend(operation, sentence, context).weights, [-1]));
  return { [operation.weights]: tf.concat(weights) };
};

export const attentionBackward: Operator<AttentionBackward> = (operation, context) => {
  const { interaction: term } = operation;
  const parts = sentencesOf(context, operation.starts).map((sentence) => {
    const attended = attend(operation, sentence, context);
    const dOut = splitHeads(rowsOf(context.matrix(operation.dOut), sentence), operation.heads);
    if (term === undefined) return { dQkv: attendBackward(attended, dOut), losses: [] };
    const factor = term.weight / (operation.heads * context.sizes.contentPairs);
    const pairs = term.content === undefined ? tf.scalar(1) : contentPairs(context.vector(term.content), sentence);
    const weights = tf.mul<tf.Tensor3D>(attended.weights, pairs);
    const dInteraction = tf.mul<tf.Tensor3D>(tf.mul(interactionBackward(weights), pairs), factor);
    return { dQkv: attendBackward(attended, dOut, dInteraction), losses: [interaction(weights)] };
  });
  return {
    [operation.dQkv]: tf.concat(parts.map(({ dQkv }) => dQkv)),
    ...(term && { [term.loss]: tf.stack(parts.flatMap(({ losses }) => losses)) }),
  };
};

/** `cut`: [n, n], added to the logits of every head. */
export function attend(
  { qkv, heads, keys }: AttentionInputs,
  sentence: Sentence,
  context: Context,
  cut?: tf.Tensor2D,
): SentenceAttention {
  const [queries, keyVectors, values] = tf
    .split(rowsOf(context.matrix(qkv), sentence), 3, 1)
    .map((part) => splitHeads(part, heads)) as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
  const scaled = tf.div<tf.Tensor3D>(tf.matMul(queries, keyVectors, false, true), Math.sqrt(queries.shape[2]));
  const real = tf.add<tf.Tensor3D>(scaled, paddingMask(sentence.length, context.integers(keys)[sentence.index]!));
  const weights = tf.softmax(cut === undefined ? real : tf.add<tf.Tensor3D>(real, cut));
  return { queries, keys: keyVectors, values, weights };
}

/** dQkv of a sentence, [n, 3·D]; `dWeights` is added to the gradient that comes from dOut. */
function attendBackward(
  { queries, keys, values, weights }: SentenceAttention,
  dOut: tf.Tensor3D,
  dWeights?: tf.Tensor3D,
) {
  const ofOut = tf.matMul(dOut, values, false, true);
  const dTotal = dWeights === undefined ? ofOut : tf.add(ofOut, dWeights);
  const mean = tf.sum(tf.mul(weights, dTotal), 2, true);
  const dLogits = tf.div<tf.Tensor3D>(tf.mul(weights, tf.sub(dTotal, mean)), Math.sqrt(queries.shape[2]));
  const dQueries = tf.matMul(dLogits, keys);
  const dKeys = tf.matMul(dLogits, queries, true, false);
  const dValues = tf.matMul(weights, dOut, true, false);
  return tf.concat([dQueries, dKeys, dValues].map(mergeHeads), 1);
}

/** 0 for the real keys, −∞ for padding: [length]. */
function paddingMask(length: number, keys: number): tf.Tensor1D {
  return tf.tensor1d(Array.from({ length }, (_, key) => (key < keys ? 0 : -Infinity)));
}

function cutOf({ cut }: Attention, { index, length }: Sentence, context: Context): tf.Tensor2D | undefined {
  if (cut === undefined) return undefined;
  const start = context.integers(cut.pairStarts)[index]!;
  return tf.reshape(tf.slice(context.vector(cut.pairs), start, length * length), [length, length]);
}

/** [n, H·d] to [H, n, d]. */
function splitHeads(x: tf.Tensor, heads: number): tf.Tensor3D {
  const [rows, width] = x.shape as [number, number];
  return tf.transpose(tf.reshape(x, [rows, heads, width / heads]), [1, 0, 2]);
}

/** [H, n, d] to [n, H·d]. */
function mergeHeads(x: tf.Tensor): tf.Tensor2D {
  const [heads, rows, width] = x.shape as [number, number, number];
  return tf.reshape(tf.transpose(x, [1, 0, 2]), [rows, heads * width]);
}
