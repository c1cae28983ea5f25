import type { Size } from './size.ts';

/**
 * Where BatchTopK cuts (Bussmann et al., arXiv 2412.06410): threshold[0] is the smallest of the rows · perRow largest elements of x; 0 where
 * fewer are positive. Use `zeroBelow` for the cut itself, which so keeps all elements that equal the threshold.
 * mean[0] moves by max(weight, 1 / Scalars.step) of the way to it: the mean over the first steps, later an exponentially weighted one.
 */
export interface BatchThreshold {
  op: 'batchThreshold';
  rows: Size;
  x: string; // [rows, width]
  /** Elements per row, on average over the rows of the batch. */
  perRow: number;
  weight: number;
  threshold: string; // [1]
  mean: string; // [1]
}

/** x becomes 0 where it is below threshold[0], which is not negative. Its backward is that of a ReLU: the gradient flows where x is positive. */
export interface ZeroBelow {
  op: 'zeroBelow';
  rows: Size;
  x: string; // [rows, width], overwritten
  threshold: string; // [1]
}
