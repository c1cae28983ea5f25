import type { OperationName } from '../operations.ts';
import { accumulate, adam, adamRows, clipGradients } from './adam.ts';
import { attention, attentionBackward, attentionWeights } from './attention.ts';
import { normalizeRows, sparseLinear, sparseLinearBackward, squaredError } from './autoencoder.ts';
import { batchThreshold, zeroBelow } from './batchTopK.ts';
import type { Context, OperationOf, Operator, Outputs } from './context.ts';
import {
  addPositions,
  embed,
  maskedEmbedding,
  maskedEmbeddingBackward,
  maskRows,
  maskRowsBackward,
  scaleNeurons,
} from './embedding.ts';
import { dropout } from './dropout.ts';
import { countFiring, steerBias } from './firingRate.ts';
import { gelu, geluBackward } from './gelu.ts';
import { importanceLoss } from './importance.ts';
import { linear, linearBackward } from './linear.ts';
import { crossEntropy, interactionLoss, meanLoss } from './losses.ts';
import { gumbel, informationLoss, keepProbability, pinLogits, sampleKeep, sampleKeepBackward } from './mask.ts';
import { embeddingNorm, embeddingNormBackward, residualNorm, residualNormBackward } from './norm.ts';
import { firstToken, firstTokenBackward, meanPool, meanPoolBackward } from './pool.ts';
import { similarityLoss } from './similarity.ts';

const operators: { readonly [N in OperationName]: Operator<OperationOf<N>> } = {
  embed,
  linear,
  linearBackward,
  gelu,
  geluBackward,
  batchThreshold,
  zeroBelow,
  countFiring,
  steerBias,
  dropout,
  gumbel,
  pinLogits,
  sampleKeep,
  sampleKeepBackward,
  keepProbability,
  informationLoss,
  maskedEmbedding,
  maskedEmbeddingBackward,
  maskRows,
  maskRowsBackward,
  scaleNeurons,
  importanceLoss,
  addPositions,
  embeddingNorm,
  embeddingNormBackward,
  attention,
  attentionWeights,
  interactionLoss,
  similarityLoss,
  attentionBackward,
  residualNorm,
  residualNormBackward,
  meanPool,
  meanPoolBackward,
  firstToken,
  firstTokenBackward,
  crossEntropy,
  meanLoss,
  sparseLinear,
  sparseLinearBackward,
  squaredError,
  normalizeRows,
  accumulate,
  clipGradients,
  adam,
  adamRows,
};

/** Computes an operation's outputs. To be called within tf.tidy. */
export function evaluate<N extends OperationName>(operation: OperationOf<N>, context: Context): Outputs {
  const name = operation.op;
  return operators[name](operation, context);
}
