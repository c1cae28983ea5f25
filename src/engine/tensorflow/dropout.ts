import * as tf from '@tensorflow/tfjs-core';
import { dropoutFactors } from '../../common/random.ts';
import type { Dropout } from '../operations/dropout.ts';
import type { Size } from '../operations/size.ts';
import type { Context, Operator } from './context.ts';

export const dropout: Operator<Dropout> = ({ rows, x, rate, site, out }, context) => ({
  [out]: applyDropout(context.matrix(x), { dropout: rate, site, rows }, context),
});

/** x times the factors of `site` at this step; the same in forward and backward. */
export function applyDropout(
  x: tf.Tensor2D,
  { dropout, site, rows = 'rows' }: { dropout: number; site: number; rows?: Size },
  context: Context,
) {
  if (dropout === 0) return x;
  const { seed, step } = context.scalars;
  const { firstRow, firstSentence } = context.place;
  const first = (rows === 'sentences' ? firstSentence : firstRow) * x.shape[1];
  return tf.mul<tf.Tensor2D>(x, tf.tensor2d(dropoutFactors(seed, site, step, dropout, x.size, first), x.shape));
}
