import * as tf from '@tensorflow/tfjs-core';
import type { Context } from './context.ts';

/** The rows of one sentence. */
export interface Sentence {
  readonly index: number;
  readonly start: number;
  readonly length: number;
}

/** The sentences of the batch by the buffer of their starts, [sentences+1]. */
export function sentencesOf(context: Context, starts: string): Sentence[] {
  const values = context.integers(starts);
  return Array.from({ length: context.sizes.sentences }, (_, index) => {
    const start = values[index]!;
    return { index, start, length: values[index + 1]! - start };
  });
}

/** The rows of a sentence: [length, width] of [rows, width]. */
export function rowsOf(x: tf.Tensor2D, sentence: Sentence): tf.Tensor2D {
  return tf.slice(x, [sentence.start, 0], [sentence.length, -1]);
}

/**
 * Sums rows by the type of their word: [rows, …] to [types, …].
 * `occurrences` holds the rows ordered by type; those of type t begin at occurrenceStarts[t].
 */
export function sumByType<T extends tf.Tensor>(
  values: T,
  { occurrences, occurrenceStarts }: { occurrences: string; occurrenceStarts: string },
  context: Context,
): T {
  const types = occurrenceCounts(context, occurrenceStarts).flatMap((count, type) => Array<number>(count).fill(type));
  const ordered = tf.gather(values, context.vector(occurrences));
  const indices = tf.tensor2d(types, [types.length, 1], 'int32');
  return tf.scatterND(indices, ordered, [context.sizes.types, ...values.shape.slice(1)]) as T;
}

/** How often each type occurs among the rows. */
export function occurrenceCounts(context: Context, occurrenceStarts: string): number[] {
  const starts = context.integers(occurrenceStarts);
  return Array.from({ length: context.sizes.types }, (_, type) => starts[type + 1]! - starts[type]!);
}

/** A vector as one column, to be spread over the columns of a matrix. */
export function column(x: tf.Tensor): tf.Tensor2D {
  return tf.reshape(x, [-1, 1]);
}
