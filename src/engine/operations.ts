/**
 * Sizes that change from batch to batch. A batch is ragged: the token rows of its sentences are stored one after another.
 * - `rows`: token rows of all sentences; under `padding: "max"` the padded rows are among them
 * - `sentences`
 * - `types`: distinct words of the batch; VMASK and the embedding are functions of the word alone, so they run once per type
 * - `places`: distinct pairs of a word and its position; without dropout the first block's input is a function of the two
 * - `pairs`: Σ rows², over sentences
 * - `contentRows`, `contentPairs`: of the rows that are no special tokens ([CLS], …) of a pretrained model, the number and Σ number², over
 *   sentences; else equal to `rows` and `pairs`. The means of the regularizers are over these.
 */
export type Size = 'rows' | 'sentences' | 'types' | 'places' | 'pairs' | 'contentRows' | 'contentPairs';

/**
 * The operations a device executes. Every string is the name of a buffer, its shape in the comment; D width of the model, H heads,
 * C classes. `dX` is the gradient of the loss by X. An operation overwrites its outputs unless it says "adds to".
 *
 * Rows of a sentence b: starts[b] … starts[b+1]. The first keys[b] of them are real tokens: all rows act as queries, only real ones
 * as keys. Tensors of pairs lie sentence by sentence, from pairStarts[b] on, each [n, n] with n the rows of the sentence.
 */
export type Operation =
  | Embed
  | Linear
  | LinearBackward
  | Gelu
  | GeluBackward
  | Dropout
  | Gumbel
  | PinLogits
  | SampleKeep
  | SampleKeepBackward
  | KeepProbability
  | InformationLoss
  | MaskedEmbedding
  | MaskedEmbeddingBackward
  | MaskRows
  | MaskRowsBackward
  | ScaleNeurons
  | ImportanceLoss
  | AddPositions
  | EmbeddingNorm
  | EmbeddingNormBackward
  | Attention
  | AttentionWeights
  | InteractionLoss
  | AttentionBackward
  | ResidualNorm
  | ResidualNormBackward
  | MeanPool
  | MeanPoolBackward
  | FirstToken
  | FirstTokenBackward
  | CrossEntropy
  | MeanLoss
  | ClipGradients
  | Adam
  | AdamRows;

export type OperationName = Operation['op'];

/** out[t] = scale · table[types[t]] */
export interface Embed {
  op: 'embed';
  table: string; // [vocabulary, D]
  types: string; // i32 [types], ascending
  scale: number;
  out: string; // [types, D]
}

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

/** out = x ∘ the dropout factors of `site`; rate 0 copies. Its backward is the same operation on the gradient. */
export interface Dropout {
  op: 'dropout';
  rows: Size;
  x: string; // [rows, width]
  rate: number;
  site: number;
  out: string; // [rows, width]
}

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
  x: string; // [rows, width]
  starts: string;
  scale: string; // [sentences, width]
  out: string; // [rows, width]
}

/**
 * SAFR's importance term: interference between the rows of one sentence (method: L_imp); the rows may be embeddings or activations.
 * Per row: loss_i = scale · ‖(x̂_i·x_j)_{j≠i}‖₂, x̂ = x / (1e-5 + ‖x‖), over the rows j of the same sentence.
 * dX is the gradient of `weight` · Σ loss / contentRows (norms have gradient 0 at 0), with `add` added to it.
 */
export interface ImportanceLoss {
  op: 'importanceLoss';
  x: string; // [rows, width]
  starts: string;
  scale: number;
  loss: string; // [rows]
  gradient?: { weight: number; dX: { buffer: string; add: boolean } };
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

/**
 * A pretrained encoder's embedding: out = dropout(layerNorm(x + positions[position] + segments.table[segment])·gamma + beta).
 */
export interface EmbeddingNorm {
  op: 'embeddingNorm';
  rows: Size;
  x: string; // [rows, D]
  positions: string; // [P, D]
  position: string; // i32 [rows]
  segments?: { table: string; segment: string }; // [S, D]; i32 [rows]
  gamma: string; // [D]
  beta: string; // [D]
  epsilon: number;
  dropout: number;
  site: number;
  normalized: string; // [rows, D], before gamma and beta, kept for the backward
  inverseDeviation: string; // [rows]
  out: string; // [rows, D]
}

/** Gradients that are left out belong to frozen parameters. Those of tables are 0 in rows that no row of the batch refers to. */
export interface EmbeddingNormBackward {
  op: 'embeddingNormBackward';
  dOut: string; // [rows, D], overwritten: becomes the gradient before the dropout
  gamma: string;
  dropout: number;
  site: number;
  normalized: string;
  inverseDeviation: string;
  dGamma?: string;
  dBeta?: string;
  dX: string; // [rows, D]
  dPositions?: { position: string; table: string }; // i32 [rows]; [P, D]
  dSegments?: { segment: string; table: string }; // i32 [rows]; [S, D]
}

interface AttentionInputs {
  qkv: string; // [rows, 3·D]: queries, keys, values side by side, each head by head
  heads: number;
  starts: string; // i32 [sentences+1]
  keys: string; // i32 [sentences]
}

/** Scaled dot-product self-attention within each sentence. */
export interface Attention extends AttentionInputs {
  op: 'attention';
  /** Added to the logits of every head, 0 or −∞: [pairs]; the diagonal is never cut. */
  cut?: { pairs: string; pairStarts: string };
  out: string; // [rows, D]
}

/** The attention weights, [n, n] per head, all heads of one sentence together: sentence b begins at H·pairStarts[b]. */
export interface AttentionWeights extends AttentionInputs {
  op: 'attentionWeights';
  pairStarts: string; // i32 [sentences+1]
  weights: string; // [pairs, H] in size; laid out sentence, head, query, key
}

/**
 * SAFR's interaction term per sentence and head: loss = Σ_ik A_ik·(1 − [i≠k]·(A·Aᵀ)_ik), a sum, not yet a mean. With `content`, A is the
 * matrix without the rows and columns of special tokens, not normalized again.
 */
export interface InteractionLoss extends AttentionInputs {
  op: 'interactionLoss';
  content?: string; // [rows]: 1, of a special token 0
  loss: string; // [sentences, H]
}

/**
 * dQkv from dOut, recomputing the weights. With `interaction`: InteractionLoss's sums on the way, and the gradient of
 * `interaction.weight` · Σ loss / (H·contentPairs) is added. They take time in proportion to the cube of a sentence's length, all else to its square.
 */
export interface AttentionBackward extends AttentionInputs {
  op: 'attentionBackward';
  dOut: string; // [rows, D]
  interaction?: { weight: number; loss: string; content?: string };
  dQkv: string; // [rows, 3·D]
}

/** y = layerNorm(x + dropout(branch))·gamma + beta. */
export interface ResidualNorm {
  op: 'residualNorm';
  x: string; // [rows, D]
  branch: string; // [rows, D]
  gamma: string; // [D]
  beta: string; // [D]
  epsilon: number;
  dropout: number;
  site: number;
  normalized: string; // [rows, D], before gamma and beta, kept for the backward
  inverseDeviation: string; // [rows]
  y: string; // [rows, D]
}

/** dGamma and dBeta are left out where they are frozen. */
export interface ResidualNormBackward {
  op: 'residualNormBackward';
  dY: string; // [rows, D]
  gamma: string;
  dropout: number;
  site: number;
  normalized: string;
  inverseDeviation: string;
  dGamma?: string;
  dBeta?: string;
  dX: string; // [rows, D]
  dBranch: string; // [rows, D]
}

/** out[b] = mean of the rows of sentence b. */
export interface MeanPool {
  op: 'meanPool';
  x: string; // [rows, D]
  starts: string;
  out: string; // [sentences, D]
}

export interface MeanPoolBackward {
  op: 'meanPoolBackward';
  dOut: string; // [sentences, D]
  starts: string;
  dX: string; // [rows, D]
}

/** out[b] = the first row of sentence b. */
export interface FirstToken {
  op: 'firstToken';
  x: string; // [rows, D]
  starts: string;
  out: string; // [sentences, D]
}

/** Rows that are not the first of their sentence have gradient 0. */
export interface FirstTokenBackward {
  op: 'firstTokenBackward';
  dOut: string; // [sentences, D]
  starts: string;
  dX: string; // [rows, D]
}

/**
 * probabilities = softmax(logits); loss = −weight · ln of the label's; dLogits of the mean over sentences. A weighted mean is the mean over
 * sentences if the weights have the mean 1.
 */
export interface CrossEntropy {
  op: 'crossEntropy';
  logits: string; // [sentences, C]
  labels: string; // i32 [sentences]
  weights?: string; // [sentences]; 1 without it
  probabilities: string; // [sentences, C]
  loss: string; // [sentences]
  dLogits?: string; // [sentences, C]
}

/** losses[at] = Σ over all parts of all their elements / (count · of); summed in float64, in a fixed order. */
export interface MeanLoss {
  op: 'meanLoss';
  parts: readonly string[];
  count: Size;
  /** Further divisor: heads and layers of the interaction term, else 1. */
  of: number;
  losses: string; // [4]: cross-entropy, importance, interaction, information
  at: number;
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
