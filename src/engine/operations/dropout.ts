import type { Size } from './size.ts';

/** out = x ∘ the dropout factors of `site`; rate 0 copies. Its backward is the same operation on the gradient. */
export interface Dropout {
  op: 'dropout';
  rows: Size;
  x: string; // [rows, width]
  rate: number;
  site: number;
  out: string; // [rows, width]
}
