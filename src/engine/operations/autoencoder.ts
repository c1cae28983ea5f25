import type { Size } from './size.ts';

/** y = x · table + bias for rows x of which most elements are 0: these are skipped. */
export interface SparseLinear {
  op: 'sparseLinear';
  rows: Size;
  x: string; // [rows, in]
  table: string; // [in, out]
  /** Without it, y is added to. */
  bias?: string; // [out]
  y: string; // [rows, out]
}

/** From dY, whichever are asked for of dTable, dBias and dX. dX is 0 where x is 0. */
export interface SparseLinearBackward {
  op: 'sparseLinearBackward';
  rows: Size;
  x: string; // [rows, in]
  dY: string; // [rows, out]
  dTable?: string; // [in, out]
  dBias?: string; // [out]
  dX?: { table: string; buffer: string }; // [in, out]; [rows, in]
}

/** loss_i = ‖y_i − x_i‖². dY is the gradient of `weight` · Σ loss / rows. */
export interface SquaredError {
  op: 'squaredError';
  rows: Size;
  x: string; // [rows, width]
  y: string; // [rows, width]
  weight: number;
  loss: string; // [rows]
  dY: string; // [rows, width]
}

/** Divides every row of a table by its norm; a row of zeros stays. */
export interface NormalizeRows {
  op: 'normalizeRows';
  table: string; // [n, width]
}
