import type { OperationName } from '../../src/engine/operations.ts';
import type { Case } from './case.ts';
import { accumulate, adam, adamRows, clipGradients } from './cases/adam.ts';
import { normalizeRows, sparseLinear, sparseLinearBackward, squaredError } from './cases/autoencoder.ts';
import { attention, attentionBackward, attentionWeights, interactionLoss } from './cases/attention.ts';
import { batchThreshold, zeroBelow } from './cases/batchTopK.ts';
import {
  addPositions,
  dropout,
  embed,
  maskedEmbedding,
  maskedEmbeddingBackward,
  maskRows,
  maskRowsBackward,
  scaleNeurons,
} from './cases/embedding.ts';
import { countFiring, steerBias } from './cases/firingRate.ts';
import { gelu, geluBackward } from './cases/gelu.ts';
import { importanceLoss } from './cases/importance.ts';
import { linear, linearBackward } from './cases/linear.ts';
import { crossEntropy, firstToken, firstTokenBackward, meanLoss, meanPool, meanPoolBackward } from './cases/losses.ts';
import { gumbel, informationLoss, keepProbability, pinLogits, sampleKeep, sampleKeepBackward } from './cases/mask.ts';
import { similarityLoss } from './cases/similarity.ts';
import { embeddingNorm, embeddingNormBackward, residualNorm, residualNormBackward } from './cases/norm.ts';

const byOperation: { readonly [N in OperationName]: readonly Case<N>[] } = {
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

/** All cases: every operation in every situation that is tested. */
export const corpus: readonly Case[] = Object.values(byOperation).flat();
