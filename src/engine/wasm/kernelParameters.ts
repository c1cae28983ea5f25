const attention = 'sentences width heads qkv starts keys';
const dropout = 'seed site step firstRow threshold kept';
const adam = 'parameter gradient firstMoment secondMoment beta1 beta2 epsilon weightDecay learningRateFactor norm';

/**
 * The kernels that a program calls, each with its parameters after (thread, threads), in order, separated by spaces. They are those of
 * the AssemblyScript sources: a test compares this table with the sources and with the built modules.
 */
const signatures = {
  embed: 'types width table typeIds scale out',
  linear: 'rows outputs inputs x weight bias activation y scratch',
  linearBackward: 'rows outputs inputs x weight activation y dY dWeight dBias dX add scratch',
  gelu: 'rows width x form out',
  geluBackward: 'rows width x form dOut',
  batchThreshold: 'rows width perRow weight x threshold mean step scratch partial',
  zeroBelow: 'rows width x threshold',
  countFiring: 'rows width x firing',
  steerBias: 'width firing bias every highest groups size step',
  dropout: `rows width x out ${dropout} scratch`,
  gumbel: 'rows seed site step firstRow out',
  pinLogits: 'types logits pinned',
  sampleKeep: 'rows logits typeOf noise temperature keep soft',
  sampleKeepBackward: 'types dKeep soft temperature occurrenceStarts occurrences dLogits',
  keepProbability: 'rows logits typeOf keep',
  informationLoss: 'rows types count logits typeOf occurrenceStarts loss dLogits weight',
  maskedEmbedding: 'rows width x typeOf keep out',
  maskedEmbeddingBackward: 'rows types width dOut x typeOf occurrenceStarts occurrences keep dKeep addToDKeep dX',
  maskRows: 'rows width x keep out',
  maskRowsBackward: 'rows width dOut x keep dX dKeep addToDKeep',
  scaleNeurons: 'sentences width x starts scale out',
  importanceLoss: 'count sentences width x starts scale cosine loss weight dX add scratch space',
  similarityScores: 'types width x occurrenceStarts occurrences content sums scores',
  similarityLoss: 'rows sentences batchSentences width x typeOf content sums scores loss weight dX',
  addPositions: `rows width x table position out ${dropout} scratch`,
  embeddingNorm: `rows width x positions position segments segment gamma beta epsilon normalized inverseDeviation out ${dropout} scratch`,
  embeddingNormBackward: `rows width dOut gamma normalized inverseDeviation dGamma dBeta dX ${dropout} scratch partial`,
  sumByIndex: 'rows width x index tableRows table',
  attention: `${attention} cut pairStarts out scratch space`,
  attentionWeights: `${attention} pairStarts weights scratch space`,
  interactionLoss: `${attention} content loss scratch space`,
  attentionBackward: 'sentences pairs width heads qkv starts keys dOut weight content loss dQkv scratch space',
  residualNorm: `rows width x branch gamma beta epsilon normalized inverseDeviation y ${dropout} scratch`,
  residualNormBackward: `rows width dY gamma normalized inverseDeviation dGamma dBeta dX dBranch ${dropout} scratch partial`,
  meanPool: 'sentences width x starts out',
  meanPoolBackward: 'sentences width dOut starts dX',
  firstToken: 'sentences width x starts out',
  firstTokenBackward: 'sentences width dOut starts dX',
  crossEntropy: 'sentences batchSentences classes logits labels weights probabilities loss dLogits',
  addMean: 'rows width x count parts add to',
  sparseLinear: 'rows inputs outputs x table bias y',
  sparseLinearBackward: 'rows inputs outputs x dY dTable dBias table dX',
  squaredError: 'rows width x y weight loss dY',
  normalizeRows: 'rows width table',
  accumulate: 'rows width x sum add',
  addSquares: 'rows width x scale add total partial',
  clipFactor: 'total maxNorm norm',
  adam: `count ${adam} step learningRate`,
  adamRows: `rows width types typeIds ${adam} scale step learningRate`,
} as const;

type Words<Text extends string> = Text extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Text;

export type KernelName = keyof typeof signatures;
export type ParameterName<Kernel extends KernelName> = Words<(typeof signatures)[Kernel]>;

export const kernelNames = Object.keys(signatures) as readonly KernelName[];

/** Names of the parameters of a kernel after (thread, threads), in order. */
export function kernelParameters<Kernel extends KernelName>(kernel: Kernel): readonly ParameterName<Kernel>[] {
  return signatures[kernel].split(' ') as ParameterName<Kernel>[];
}
