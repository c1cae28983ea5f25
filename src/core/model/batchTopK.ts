import type { Size } from '../../engine/operations/size.ts';
import type { ProgramBuilder } from './builder.ts';

/** Weight of a training batch in the running mean of thresholds. */
const weight = 0.01;

interface BatchTopK {
  readonly rows: Size;
  /** [rows, width], overwritten. */
  readonly x: string;
  /** Elements that are kept per row, in the mean over a batch. */
  readonly perRow: number;
  /** Buffers [1]: the threshold of the batch, and the running mean of thresholds, which it moves. */
  readonly threshold: string;
  readonly mean: string;
}

/** BatchTopK (Bussmann et al., arXiv 2412.06410): x becomes 0 but in the rows · perRow largest elements of a training batch, as far as they are positive. */
export function emitBatchTopK(builder: ProgramBuilder, { rows, x, perRow, threshold, mean }: BatchTopK): void {
  builder.emit(
    { op: 'batchThreshold', rows, x, perRow, weight, threshold, mean },
    { op: 'zeroBelow', rows, x, threshold },
  );
}
