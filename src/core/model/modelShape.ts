import { objective } from '../experiment/objective.ts';
import type { Experiment } from '../experiment/schema.ts';

/** The sizes of one SAFR transformer: everything its program and its parameters follow from. */
export interface ModelShape {
  readonly vocabulary: number;
  readonly classes: number;
  /** D, the embedding's and the residual stream's width; a multiple of `heads`. */
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  /** F, neurons of a block's feed-forward network. */
  readonly feedForward: number;
  /** Hidden width of VMASK; null: no mask at all (preset `bare`). */
  readonly maskHidden: number | null;
  readonly maxLength: number;
  readonly dropout: number;
}

/** The model of an experiment whose data have `vocabulary` words and `classes` classes. */
export function modelShape({ model, safr }: Experiment, vocabulary: number, classes: number): ModelShape {
  const { width, heads, layers, feedForward, maxLength, dropout } = model;
  const maskHidden = objective(safr).mask ? model.maskHidden : null;
  return { vocabulary, classes, width, heads, layers, feedForward, maskHidden, maxLength, dropout };
}
