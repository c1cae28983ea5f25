import type { Size } from './size.ts';

/** out[t] = scale · table[types[t]] */
export interface Embed {
  op: 'embed';
  table: string; // [vocabulary, D]
  types: string; // i32 [types], ascending
  scale: number;
  out: string; // [types, D]
}

/** out[i] = keep[i] · x[typeOf[i]]; without `keep`, a plain lookup. */
export interface MaskedEmbedding {
  op: 'maskedEmbedding';
  rows: Size;
  x: string; // [types, D]
  typeOf: string;
  keep?: string; // [rows]
  out: string; // [rows, D]
}

/** dX[t] = Σ over the occurrences i of type t of keep[i] · dOut[i]; dKeep[i] = dOut[i] · x[typeOf[i]], with `add` added to it. */
export interface MaskedEmbeddingBackward {
  op: 'maskedEmbeddingBackward';
  dOut: string; // [rows, D]
  x: string; // [types, D]
  typeOf: string;
  occurrenceStarts: string;
  occurrences: string;
  mask?: { keep: string; dKeep: { buffer: string; add: boolean } }; // [rows]
  dX: string; // [types, D]
}

/** out[i] = keep[i] · x[i] */
export interface MaskRows {
  op: 'maskRows';
  x: string; // [rows, width]
  keep: string; // [rows]
  out: string; // [rows, width]
}

/** Adds keep[i] · dOut[i] to dX[i]; dKeep[i] = dOut[i] · x[i], with `add` added to it. */
export interface MaskRowsBackward {
  op: 'maskRowsBackward';
  dOut: string; // [rows, width]
  x: string;
  keep: string;
  dX: string;
  dKeep: { buffer: string; add: boolean };
}

/** out[i] = scale[b] ∘ x[i] for the rows i of sentence b: one factor per neuron, 0 switches it off. */
export interface ScaleNeurons {
  op: 'scaleNeurons';
  rows: 'rows' | 'sentences'; // of x and out: `sentences` where each has one row
  x: string; // [rows, width]
  starts: string;
  scale: string; // [sentences, width]
  out: string; // [rows, width]
}

/** out = dropout(x + table[position]); its backward is `dropout` on the gradient. */
export interface AddPositions {
  op: 'addPositions';
  rows: Size;
  x: string; // [rows, D]
  table: string; // [maxLength, D]
  position: string; // i32 [rows]
  dropout: number;
  site: number;
  out: string; // [rows, D]
}
