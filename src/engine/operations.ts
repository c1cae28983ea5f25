import type { Accumulate, Adam, AdamRows, ClipGradients } from './operations/adam.ts';
import type { Attention, AttentionBackward, AttentionWeights, InteractionLoss } from './operations/attention.ts';
import type { NormalizeRows, SparseLinear, SparseLinearBackward, SquaredError } from './operations/autoencoder.ts';
import type { BatchThreshold, ZeroBelow } from './operations/batchTopK.ts';
import type { Dropout } from './operations/dropout.ts';
import type {
  Embed,
  MaskedEmbedding,
  MaskedEmbeddingBackward,
  MaskRows,
  MaskRowsBackward,
  ScaleNeurons,
  AddPositions,
} from './operations/embedding.ts';
import type { CountFiring, SteerBias } from './operations/firingRate.ts';
import type { Gelu, GeluBackward } from './operations/gelu.ts';
import type { ImportanceLoss } from './operations/importance.ts';
import type { Linear, LinearBackward } from './operations/linear.ts';
import type { CrossEntropy, MeanLoss } from './operations/losses.ts';
import type {
  Gumbel,
  PinLogits,
  SampleKeep,
  SampleKeepBackward,
  KeepProbability,
  InformationLoss,
} from './operations/mask.ts';
import type { EmbeddingNorm, EmbeddingNormBackward, ResidualNorm, ResidualNormBackward } from './operations/norm.ts';
import type { FirstToken, FirstTokenBackward, MeanPool, MeanPoolBackward } from './operations/pool.ts';
import type { SimilarityLoss } from './operations/similarity.ts';

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
  | BatchThreshold
  | ZeroBelow
  | CountFiring
  | SteerBias
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
  | SimilarityLoss
  | AttentionBackward
  | ResidualNorm
  | ResidualNormBackward
  | MeanPool
  | MeanPoolBackward
  | FirstToken
  | FirstTokenBackward
  | CrossEntropy
  | MeanLoss
  | SparseLinear
  | SparseLinearBackward
  | SquaredError
  | NormalizeRows
  | Accumulate
  | ClipGradients
  | Adam
  | AdamRows;

export type OperationName = Operation['op'];
