import type { Operation, OperationName } from '../operations.ts';
import type { Program } from '../program.ts';
import { BufferMap } from './bufferMap.ts';
import type { Routines } from './command.ts';
import type { Layout } from './layout.ts';
import { accumulate, clipGradients, adam, adamRows } from './lowerings/adam.ts';
import { attention, attentionWeights, interactionLoss, attentionBackward } from './lowerings/attention.ts';
import { sparseLinear, sparseLinearBackward, squaredError, normalizeRows } from './lowerings/autoencoder.ts';
import { batchThreshold, zeroBelow } from './lowerings/batchTopK.ts';
import { dropout } from './lowerings/dropout.ts';
import {
  embed,
  maskedEmbedding,
  maskedEmbeddingBackward,
  maskRows,
  maskRowsBackward,
  scaleNeurons,
  addPositions,
} from './lowerings/embedding.ts';
import { countFiring, steerBias } from './lowerings/firingRate.ts';
import { gelu, geluBackward } from './lowerings/gelu.ts';
import { importanceLoss } from './lowerings/importance.ts';
import { linear, linearBackward } from './lowerings/linear.ts';
import { crossEntropy, meanLoss } from './lowerings/losses.ts';
import type { Lowering } from './lowerings/lowering.ts';
import {
  gumbel,
  pinLogits,
  sampleKeep,
  sampleKeepBackward,
  keepProbability,
  informationLoss,
} from './lowerings/mask.ts';
import { embeddingNorm, embeddingNormBackward, residualNorm, residualNormBackward } from './lowerings/norm.ts';
import { meanPool, meanPoolBackward, firstToken, firstTokenBackward } from './lowerings/pool.ts';
import { similarityLoss } from './lowerings/similarity.ts';

const lowerings: { readonly [Name in OperationName]: Lowering<Extract<Operation, { op: Name }>> } = {
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
  similarityLoss,
  addPositions,
  embeddingNorm,
  embeddingNormBackward,
  attention,
  attentionWeights,
  interactionLoss,
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

/** Turns a program's operations into kernel calls at the addresses of a layout; routines in the order of the program. */
export function lower(program: Program, layout: Layout): Routines {
  const buffers = new BufferMap(program, layout);
  return Object.values(program.routines).map((operations) => operations.flatMap((o) => lowerOperation(o, buffers)));
}

function lowerOperation<Name extends OperationName>(operation: Extract<Operation, { op: Name }>, buffers: BufferMap) {
  const lowering = lowerings[operation.op] as Lowering<typeof operation>;
  return lowering(operation, buffers);
}
