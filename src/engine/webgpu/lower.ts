import type { Operation, OperationName } from '../operations.ts';
import type { LoweringContext } from './context.ts';
import type { Call } from './kernel.ts';
import { accumulate, adam, adamRows, clipGradients } from './kernels/adam.ts';
import { attention, attentionWeights } from './kernels/attention.ts';
import { attentionBackward } from './kernels/attentionBackward.ts';
import { normalizeRows, sparseLinear, sparseLinearBackward, squaredError } from './kernels/autoencoder.ts';
import { batchThreshold, zeroBelow } from './kernels/batchTopK.ts';
import {
  addPositions,
  dropout,
  embed,
  maskedEmbedding,
  maskedEmbeddingBackward,
  maskRows,
  maskRowsBackward,
  scaleNeurons,
} from './kernels/embedding.ts';
import { embeddingNorm, embeddingNormBackward } from './kernels/embeddingNorm.ts';
import { countFiring, steerBias } from './kernels/firingRate.ts';
import { gelu, geluBackward } from './kernels/gelu.ts';
import { importanceLoss } from './kernels/importance.ts';
import { interactionLoss } from './kernels/interactionLoss.ts';
import { linear, linearBackward } from './kernels/linear.ts';
import { crossEntropy, meanLoss } from './kernels/losses.ts';
import { gumbel, informationLoss, keepProbability, pinLogits, sampleKeep, sampleKeepBackward } from './kernels/mask.ts';
import { firstToken, firstTokenBackward, meanPool, meanPoolBackward } from './kernels/pool.ts';
import { residualNorm, residualNormBackward } from './kernels/residualNorm.ts';
import { similarityLoss } from './kernels/similarity.ts';

type Lowering<Name extends OperationName> = (
  operation: Extract<Operation, { op: Name }>,
  context: LoweringContext,
) => Call[];

const lowerings: { readonly [Name in OperationName]: Lowering<Name> } = {
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
  clipGradients,
  accumulate,
  adam,
  adamRows,
};

/** The kernel calls of an operation, valid for batches of any size. */
export function lower<Name extends OperationName>(
  operation: Extract<Operation, { op: Name }>,
  context: LoweringContext,
): Call[] {
  const lowering = lowerings[operation.op] as Lowering<Name>;
  return lowering(operation, context);
}
