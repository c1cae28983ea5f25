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
  /** Neurons of a block that fire per token, on average over a batch (BatchTopK); left out: all with a positive activation (ReLU). */
  readonly activeNeurons?: number | undefined;
  /** Hidden width of VMASK; null: no mask at all (preset `bare`). */
  readonly maskHidden: number | null;
  readonly maxLength: number;
  readonly dropout: number;
  /** What differs in an encoder of the BERT family; null: the paper's model. */
  readonly pretrained: PretrainedShape | null;
}

/** Where BERT, DistilBERT and RoBERTa differ from the paper's model and from each other. */
export interface PretrainedShape {
  /** Rows of the learned position table: the longest text in tokens, special ones included. */
  readonly positions: number;
  /** Segments (token types) with an embedding of their own; 0: none. */
  readonly segments: number;
  /** Activation of the feed-forward networks; `geluTanh`: GELU in its tanh approximation. */
  readonly activation: 'relu' | 'gelu' | 'geluTanh';
  /** Of the layer norms. */
  readonly epsilon: number;
  /** Activation of the pooler, the layer between the first token's vector and the classifier. */
  readonly head: 'tanh' | 'relu';
  /** Whether there is dropout before the pooler, in addition to the one before the classifier (RoBERTa). */
  readonly poolerDropout?: boolean;
}

/**
 * The model of an experiment whose data have `vocabulary` words and `classes` classes. `pretrained`: of its encoder, whose sizes the
 * experiment has (`withEncoder`).
 */
export function modelShape(
  { model, safr }: Experiment,
  vocabulary: number,
  classes: number,
  pretrained: PretrainedShape | null = null,
): ModelShape {
  const { width, heads, layers, feedForward, activeNeurons, maxLength, dropout } = model;
  const maskHidden = objective(safr).mask ? model.maskHidden : null;
  return {
    ...{ vocabulary, classes, width, heads, layers, feedForward, maskHidden, maxLength, dropout, pretrained },
    ...(activeNeurons !== null && { activeNeurons }),
  };
}
