import type { Size } from './size.ts';

/** `erf`: x·Φ(x), Φ the normal distribution's cumulative function; `tanh`: x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2, close to it. */
export type GeluForm = 'erf' | 'tanh';

/** out = gelu(x) (Hendrycks and Gimpel 2016). */
export interface Gelu {
  op: 'gelu';
  rows: Size;
  x: string; // [rows, width]
  form: GeluForm;
  out: string; // [rows, width]
}

/** dOut becomes the gradient by x. */
export interface GeluBackward {
  op: 'geluBackward';
  rows: Size;
  x: string; // [rows, width]
  form: GeluForm;
  dOut: string; // [rows, width], overwritten
}
