import type { Size } from './size.ts';

/** Fresh Gumbel(0,1) noise: out = −ln(−ln u), u from the random numbers of `site`. */
export interface Gumbel {
  op: 'gumbel';
  site: number;
  out: string; // [rows, 2]
}

/**
 * Mask logits of pinned types become (−1000, 1000), in place: they are always kept, and their keep probability is 1 exactly, so that
 * neither `sampleKeepBackward` nor `informationLoss` gives them a gradient.
 */
export interface PinLogits {
  op: 'pinLogits';
  logits: string; // [types, 2]
  pinned: string; // i32 [types], 1 or 0
}

/**
 * Hard straight-through Gumbel softmax over the mask logits of each row's type, component 1 = "keep" (VMASK, eq. 6).
 * soft = softmax((logits + noise) / temperature)[1]; keep = 1 where logits+noise of "keep" is the larger, else 0.
 */
export interface SampleKeep {
  op: 'sampleKeep';
  logits: string; // [types, 2]
  typeOf: string; // i32 [rows]
  noise: string; // [rows, 2]
  temperature: number;
  keep: string; // [rows]
  soft: string; // [rows]
}

/** dLogits[t] = Σ over the occurrences of type t of dKeep · soft·(1−soft)/temperature · (−1, +1). */
export interface SampleKeepBackward {
  op: 'sampleKeepBackward';
  dKeep: string; // [rows]
  soft: string; // [rows]
  temperature: number;
  occurrenceStarts: string; // i32 [types+1]: where the occurrences of each type begin
  occurrences: string; // i32 [rows]: rows ordered by type, ascending within one
  dLogits: string; // [types, 2]
}

/** keep = softmax(logits)[1] of each row's type (evaluation). */
export interface KeepProbability {
  op: 'keepProbability';
  rows: Size;
  logits: string; // [types, 2]
  typeOf: string; // i32 [rows]
  keep: string; // [rows]
}

/**
 * VMASK's information term, per row: loss = p·ln p + (1−p)·ln(1−p), p = softmax(logits)[1] of the row's type.
 * With dLogits: adds to it the gradient of Scalars.informationWeight · Σ loss / contentRows.
 */
export interface InformationLoss {
  op: 'informationLoss';
  logits: string; // [types, 2]
  typeOf: string;
  occurrenceStarts: string;
  loss: string; // [rows]
  dLogits?: string; // [types, 2]
}
