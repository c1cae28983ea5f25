export { setBarrier, barrier } from './barrier';
export { productScratch, setTile } from './product';
export { linear, linearBackward } from './linear';
export { gelu, geluBackward } from './gelu';
export { batchThreshold, zeroBelow } from './batchTopK';
export { countFiring, steerBias } from './firingRate';
export {
  embed, maskedEmbedding, maskedEmbeddingBackward, maskRows, maskRowsBackward, scaleNeurons, addPositions, dropout,
} from './embedding';
export { gumbel, pinLogits, sampleKeep, sampleKeepBackward, keepProbability, informationLoss } from './mask';
export { importanceLoss } from './importance';
export { similarityScores, similarityLoss } from './similarity';
export { attention, attentionWeights, interactionLoss, attentionBackward } from './attention';
export { residualNorm, residualNormBackward } from './residualNorm';
export { embeddingNorm, embeddingNormBackward, sumByIndex } from './embeddingNorm';
export { meanPool, meanPoolBackward, firstToken, firstTokenBackward } from './pool';
export { sparseLinear, sparseLinearBackward, squaredError, normalizeRows } from './autoencoder';
export { crossEntropy, addMean } from './losses';
export { accumulate, addSquares, clipFactor, adam, adamRows } from './adam';
