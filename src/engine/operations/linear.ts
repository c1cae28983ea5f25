import type { Size } from './size.ts';

export type Activation = 'none' | 'relu' | 'tanh';

/** y = activation(x · weightᵀ + bias) */
export interface Linear {
  op: 'linear';
  rows: Size;
  x: string; // [rows, in]
  weight: string; // [out, in]
  bias: string; // [out]
  activation: Activation;
  y: string; // [rows, out]
}

/** From dY, whichever are asked for of dWeight, dBias (not those of frozen parameters) and dX. dY becomes the gradient before the activation. */
export interface LinearBackward {
  op: 'linearBackward';
  rows: Size;
  x: string;
  weight: string;
  activation: Activation;
  y: string; // output of the forward operation
  dY: string; // [rows, out], overwritten
  dWeight?: string;
  dBias?: string;
  /** Where `add` is true dX is added to. */
  dX?: { buffer: string; add: boolean };
}
