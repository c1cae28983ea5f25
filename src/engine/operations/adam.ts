/** sum = x; with `add`, x is added to it. */
export interface Accumulate {
  op: 'accumulate';
  x: string; // of any shape
  sum: string; // of the same shape
  add: boolean;
}

/** norm[0] = ‖all gradients‖₂, norm[1] = min(1, maxNorm / (norm[0] + 1e-6)) (PyTorch's clip_grad_norm_). */
export interface ClipGradients {
  op: 'clipGradients';
  /** Row gradients are those of AdamRows, `scale` applied. */
  gradients: readonly { buffer: string; scale: number }[];
  maxNorm: number;
  norm: string; // [2]
}

interface AdamInputs {
  parameter: string;
  gradient: string;
  firstMoment: string; // like parameter
  secondMoment: string;
  beta1: number;
  beta2: number;
  epsilon: number;
  /** Decoupled (Loshchilov and Hutter 2019): the parameter is first multiplied by 1 − learning rate · weightDecay. 0 where left out. */
  weightDecay?: number;
  /** Of Scalars.learningRate, for this parameter. 1 where left out. */
  learningRateFactor?: number;
  /** ClipGradients' norm buffer: the gradient is multiplied by norm[1]. */
  norm?: string;
}

/** Adam with bias correction by Scalars.step, at Scalars.learningRate (Kingma and Ba 2015, as PyTorch's Adam and AdamW compute it). */
export interface Adam extends AdamInputs {
  op: 'adam';
}

/** Adam on a table of which only the batch's rows have a gradient; the others' moments and weights decay and move them all the same. */
export interface AdamRows extends AdamInputs {
  op: 'adamRows';
  types: string; // i32 [types], ascending: the row of the table that gradient row t belongs to
  /** The gradient is scale · gradient. */
  scale: number;
}
