import * as tf from '@tensorflow/tfjs-core';
import { dropoutFactors } from '../../common/random.ts';
import type { Dropout } from '../operations/dropout.ts';
import type { Context, Operator } from './context.ts';

export const dropout: Operator<Dropout> = ({ x, rate, site, out }, context) => ({
  [out]: applyDropout(context.matrix(x), { dropout: rate, site }, context),
});

/** x times the factors of `site` at this step; the same in forward and backward. */
export function applyDropout(x: tf.Tensor2D, { dropout, site }: { dropout: number; site: number }, context: Context) {
  if (dropout === 0) return x;
  const { seed, step } = context.scalars;
  return tf.mul<tf.Tensor2D>(x, tf.tensor2d(dropoutFactors(seed, site, step, dropout, x.size), x.shape));
}
