import type { Batch } from '../../src/engine/program.ts';
import type { Activation } from '../../src/engine/operations/linear.ts';
import { long, padded, small, longestSentence, vocabulary } from './batches.ts';
import { bits, normal, scaled, uniform, withZeroRows } from './buffers.ts';
import { defaultScalars, type Task, type Values } from './case.ts';

/** A forward operation, its backward operation, and the scalar that is differentiated. */
export interface GradientCheck extends Task {
  readonly name: string;
  /** Buffers that `objective` reads. */
  readonly outputs: readonly string[];
  readonly objective: (outputs: Values, given: Values) => number;
  /** Gradient buffers, keyed by the buffer they belong to. */
  readonly gradients: Readonly<Record<string, string>>;
  /** Gradients that the backward operation adds to existing values. */
  readonly addsTo?: readonly string[];
}

/** Σ output · upstream gradient: its gradient with respect to the output is the given `dOut`. */
const along = (output: string, upstream: string) => ({
  outputs: [output],
  objective: (outputs: Values, given: Values) => sum(outputs[output]!.map((value, i) => value * given[upstream]![i]!)),
});

/** Computed in float64. */
function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Forward and backward of a linear layer from x [rows, 5] to y [rows, 7], with all gradients; dX is set or added to. */
const linearLayer = (activation: Activation, add: boolean) => {
  const layer = { rows: 'rows', x: 'x', weight: 'weight', activation, y: 'y' } as const;
  const gradients = { dWeight: 'dWeight', dBias: 'dBias', dX: { buffer: 'dX', add } };
  return {
    forward: { op: 'linear', ...layer, bias: 'bias' },
    backward: { op: 'linearBackward', ...layer, dY: 'dY', ...gradients },
    given: { x: normal('rows', 5), weight: normal(7, 5), bias: normal(7), dY: normal('rows', 7) },
    results: { y: ['rows', 7], dWeight: [7, 5], dBias: [7] },
    gradients: { x: 'dX', weight: 'dWeight', bias: 'dBias' },
  } as const;
};

const linear = (['none', 'relu', 'tanh'] as const).map((activation): GradientCheck => {
  const { forward, backward, given, results, gradients } = linearLayer(activation, true);
  return {
    name: `linear, ${activation}`,
    batch: small,
    operations: [forward, backward],
    given: { ...given, dX: normal('rows', 5) },
    results,
    ...along('y', 'dY'),
    gradients,
    addsTo: ['dX'],
  };
});

const gelu = (['erf', 'tanh'] as const).map((form): GradientCheck => ({
  name: `gelu, ${form}`,
  batch: small,
  operations: [
    { op: 'gelu', rows: 'rows', x: 'x', form, out: 'out' },
    { op: 'geluBackward', rows: 'rows', x: 'x', form, dOut: 'dOut' },
  ],
  given: { x: normal('rows', 6), dOut: normal('rows', 6) },
  results: { out: ['rows', 6] },
  ...along('out', 'dOut'),
  gradients: { x: 'dOut' },
}));

const rectified = linearLayer('relu', false);

/** ReLU, then BatchTopK: the gradient flows through what is kept. */
const batchTopK: GradientCheck = {
  name: 'BatchTopK',
  batch: small,
  operations: [
    rectified.forward,
    { op: 'batchThreshold', rows: 'rows', x: 'y', perRow: 2, weight: 0.1, threshold: 'threshold', mean: 'mean' },
    { op: 'zeroBelow', rows: 'rows', x: 'y', threshold: 'threshold' },
    rectified.backward,
  ],
  given: { ...rectified.given, mean: uniform(1) },
  results: { ...rectified.results, threshold: [1], dX: ['rows', 5] },
  ...along('y', 'dY'),
  gradients: rectified.gradients,
};

const dropout: GradientCheck = {
  name: 'dropout',
  batch: small,
  operations: [
    { op: 'dropout', rows: 'sentences', x: 'x', rate: 0.3, site: 1, out: 'out' },
    { op: 'dropout', rows: 'sentences', x: 'dOut', rate: 0.3, site: 1, out: 'dX' },
  ],
  given: { x: normal('sentences', 20), dOut: normal('sentences', 20) },
  results: { out: ['sentences', 20], dX: ['sentences', 20] },
  ...along('out', 'dOut'),
  gradients: { x: 'dX' },
};

/** Straight-through estimator: the gradient is that of `soft`. */
const sampleKeep: GradientCheck = {
  name: 'sampleKeep',
  batch: small,
  operations: [
    {
      op: 'sampleKeep',
      logits: 'logits',
      typeOf: 'typeOf',
      noise: 'noise',
      temperature: 0.5,
      keep: 'keep',
      soft: 'soft',
    },
    {
      op: 'sampleKeepBackward',
      dKeep: 'dKeep',
      soft: 'soft',
      temperature: 0.5,
      occurrenceStarts: 'occurrenceStarts',
      occurrences: 'occurrences',
      dLogits: 'dLogits',
    },
  ],
  given: { logits: normal('types', 2), noise: normal('rows', 2), dKeep: normal('rows') },
  results: { keep: ['rows'], soft: ['rows'], dLogits: ['types', 2] },
  ...along('soft', 'dKeep'),
  gradients: { logits: 'dLogits' },
};

const informationLoss: GradientCheck = {
  name: 'informationLoss',
  batch: long,
  operations: [
    {
      op: 'informationLoss',
      logits: 'logits',
      typeOf: 'typeOf',
      occurrenceStarts: 'occurrenceStarts',
      loss: 'loss',
      dLogits: 'dLogits',
    },
  ],
  given: { logits: normal('types', 2), dLogits: normal('types', 2) },
  results: { loss: ['rows'] },
  outputs: ['loss'],
  objective: ({ loss }) => (defaultScalars.informationWeight * sum(loss!)) / loss!.length,
  gradients: { logits: 'dLogits' },
  addsTo: ['dLogits'],
};

const maskedEmbedding: GradientCheck = {
  name: 'maskedEmbedding',
  batch: small,
  operations: [
    { op: 'maskedEmbedding', rows: 'rows', x: 'x', typeOf: 'typeOf', keep: 'keep', out: 'out' },
    {
      op: 'maskedEmbeddingBackward',
      dOut: 'dOut',
      x: 'x',
      typeOf: 'typeOf',
      occurrenceStarts: 'occurrenceStarts',
      occurrences: 'occurrences',
      mask: { keep: 'keep', dKeep: { buffer: 'dKeep', add: false } },
      dX: 'dX',
    },
  ],
  given: { x: normal('types', 5), keep: normal('rows'), dOut: normal('rows', 5) },
  results: { out: ['rows', 5], dX: ['types', 5], dKeep: ['rows'] },
  ...along('out', 'dOut'),
  gradients: { x: 'dX', keep: 'dKeep' },
};

const maskRows: GradientCheck = {
  name: 'maskRows',
  batch: small,
  operations: [
    { op: 'maskRows', x: 'x', keep: 'keep', out: 'out' },
    {
      op: 'maskRowsBackward',
      dOut: 'dOut',
      x: 'x',
      keep: 'keep',
      dX: 'dX',
      dKeep: { buffer: 'dKeep', add: true },
    },
  ],
  given: {
    x: normal('rows', 5),
    keep: normal('rows'),
    dOut: normal('rows', 5),
    dX: normal('rows', 5),
    dKeep: normal('rows'),
  },
  results: { out: ['rows', 5] },
  ...along('out', 'dOut'),
  gradients: { x: 'dX', keep: 'dKeep' },
  addsTo: ['dX', 'dKeep'],
};

const importance = [
  { name: 'importanceLoss', zeroRows: [], cosine: false },
  { name: 'importanceLoss with rows of zero', zeroRows: [1, 4, 5], cosine: false },
  { name: 'importanceLoss of cosines', zeroRows: [], cosine: true },
  { name: 'importanceLoss of cosines with rows of zero', zeroRows: [1, 4, 5], cosine: true },
].map(({ name, zeroRows, cosine }): GradientCheck => ({
  name,
  batch: small,
  operations: [
    {
      op: 'importanceLoss',
      x: 'x',
      starts: 'starts',
      scale: 0.5,
      cosine,
      loss: 'loss',
      gradient: { weight: 1.5, dX: { buffer: 'dX', add: true } },
    },
  ],
  given: { x: withZeroRows(zeroRows, 'rows', 6), dX: normal('rows', 6) },
  results: { loss: ['rows'] },
  outputs: ['loss'],
  objective: ({ loss }) => (1.5 * sum(loss!)) / loss!.length,
  gradients: { x: 'dX' },
  addsTo: ['dX'],
}));

const similarity = [false, true].map((content): GradientCheck => ({
  name: content ? 'similarityLoss without special tokens' : 'similarityLoss',
  batch: long,
  operations: [
    {
      op: 'similarityLoss',
      ...{ x: 'x', typeOf: 'typeOf', occurrenceStarts: 'occurrenceStarts', occurrences: 'occurrences' },
      ...(content && { content: 'content' }),
      ...{ sums: 'sums', scores: 'scores', loss: 'loss' },
      gradient: { weight: 1.5, dX: 'dX' },
    },
  ],
  given: { x: normal('rows', 6), dX: scaled(0.01, 'rows', 6), ...(content && { content: bits('rows') }) },
  results: { sums: ['types', 6], scores: [3, 6], loss: ['sentences'] },
  outputs: ['loss'],
  objective: ({ loss }) => 1.5 * loss![0]!,
  gradients: { x: 'dX' },
  addsTo: ['dX'],
}));

const addPositions: GradientCheck = {
  name: 'addPositions',
  batch: small,
  operations: [
    {
      op: 'addPositions',
      rows: 'rows',
      x: 'x',
      table: 'table',
      position: 'position',
      dropout: 0.3,
      site: 1,
      out: 'out',
    },
    { op: 'dropout', rows: 'rows', x: 'dOut', rate: 0.3, site: 1, out: 'dX' },
  ],
  given: { x: normal('rows', 6), table: normal(longestSentence, 6), dOut: normal('rows', 6) },
  results: { out: ['rows', 6], dX: ['rows', 6] },
  ...along('out', 'dOut'),
  gradients: { x: 'dX' },
};

const heads = 3;

const special: Batch = { ...small, sizes: { ...small.sizes, contentPairs: 29 } };
const attentionBatches = [
  { batch: small, name: '' },
  { batch: padded, name: ' with padding' },
  { batch: special, name: ' with special tokens' },
];

/** Weights of the interaction term: 0, and one for which its gradient is as large as that of the output. */
const attention = [0, 300].flatMap((weight) =>
  attentionBatches.map(({ batch, name }): GradientCheck => {
    const inputs = { qkv: 'qkv', heads, starts: 'starts', keys: 'keys' };
    const content = batch === special ? { content: 'content' } : {};
    const attended = along('out', 'dOut').objective;
    return {
      name: `attention${name}, interaction ${weight}`,
      batch,
      operations: [
        { op: 'attention', ...inputs, out: 'out' },
        { op: 'interactionLoss', ...inputs, ...content, loss: 'loss' },
        {
          op: 'attentionBackward',
          ...inputs,
          dOut: 'dOut',
          interaction: { weight, loss: 'lossAgain', ...content },
          dQkv: 'dQkv',
        },
      ],
      given: {
        qkv: normal('rows', 3 * 12),
        dOut: normal('rows', 12),
        ...(batch === special && { content: bits('rows') }),
      },
      results: {
        out: ['rows', 12],
        loss: ['sentences', heads],
        lossAgain: ['sentences', heads],
        dQkv: ['rows', 3 * 12],
      },
      outputs: ['out', 'loss'],
      objective: (outputs, given) =>
        attended(outputs, given) + (weight * sum(outputs['loss']!)) / (heads * batch.sizes.contentPairs),
      gradients: { qkv: 'dQkv' },
    };
  }),
);

const residualNorm: GradientCheck = {
  name: 'residualNorm',
  batch: small,
  operations: [
    {
      op: 'residualNorm',
      rows: 'rows',
      x: 'x',
      branch: 'branch',
      gamma: 'gamma',
      beta: 'beta',
      epsilon: 1e-5,
      dropout: 0.3,
      site: 2,
      normalized: 'normalized',
      inverseDeviation: 'inverseDeviation',
      y: 'y',
    },
    {
      op: 'residualNormBackward',
      rows: 'rows',
      dY: 'dY',
      gamma: 'gamma',
      dropout: 0.3,
      site: 2,
      normalized: 'normalized',
      inverseDeviation: 'inverseDeviation',
      dGamma: 'dGamma',
      dBeta: 'dBeta',
      dX: 'dX',
      dBranch: 'dBranch',
    },
  ],
  given: {
    x: normal('rows', 20),
    branch: normal('rows', 20),
    gamma: normal(20),
    beta: normal(20),
    dY: normal('rows', 20),
  },
  results: {
    normalized: ['rows', 20],
    inverseDeviation: ['rows'],
    y: ['rows', 20],
    dGamma: [20],
    dBeta: [20],
    dX: ['rows', 20],
    dBranch: ['rows', 20],
  },
  ...along('y', 'dY'),
  gradients: { x: 'dX', branch: 'dBranch', gamma: 'dGamma', beta: 'dBeta' },
};

const embeddingNorm: GradientCheck = {
  name: 'embeddingNorm',
  batch: small,
  operations: [
    {
      op: 'embeddingNorm',
      rows: 'rows',
      x: 'x',
      positions: 'table',
      position: 'position',
      segments: { table: 'segments', segment: 'typeOf' },
      gamma: 'gamma',
      beta: 'beta',
      epsilon: 1e-12,
      dropout: 0.3,
      site: 2,
      normalized: 'normalized',
      inverseDeviation: 'inverseDeviation',
      out: 'out',
    },
    {
      op: 'embeddingNormBackward',
      dOut: 'dOut',
      gamma: 'gamma',
      dropout: 0.3,
      site: 2,
      normalized: 'normalized',
      inverseDeviation: 'inverseDeviation',
      dGamma: 'dGamma',
      dBeta: 'dBeta',
      dX: 'dX',
      dPositions: { position: 'position', table: 'dTable' },
      dSegments: { segment: 'typeOf', table: 'dSegments' },
    },
  ],
  given: {
    x: normal('rows', 20),
    table: normal(9, 20),
    segments: normal(vocabulary, 20),
    gamma: normal(20),
    beta: normal(20),
    dOut: normal('rows', 20),
  },
  results: {
    normalized: ['rows', 20],
    inverseDeviation: ['rows'],
    out: ['rows', 20],
    dGamma: [20],
    dBeta: [20],
    dX: ['rows', 20],
    dTable: [9, 20],
    dSegments: [vocabulary, 20],
  },
  ...along('out', 'dOut'),
  gradients: { x: 'dX', table: 'dTable', segments: 'dSegments', gamma: 'dGamma', beta: 'dBeta' },
};

const meanPool: GradientCheck = {
  name: 'meanPool',
  batch: small,
  operations: [
    { op: 'meanPool', x: 'x', starts: 'starts', out: 'out' },
    { op: 'meanPoolBackward', dOut: 'dOut', starts: 'starts', dX: 'dX' },
  ],
  given: { x: normal('rows', 6), dOut: normal('sentences', 6) },
  results: { out: ['sentences', 6], dX: ['rows', 6] },
  ...along('out', 'dOut'),
  gradients: { x: 'dX' },
};

const firstToken: GradientCheck = {
  name: 'firstToken',
  batch: small,
  operations: [
    { op: 'firstToken', x: 'x', starts: 'starts', out: 'out' },
    { op: 'firstTokenBackward', dOut: 'dOut', starts: 'starts', dX: 'dX' },
  ],
  given: { x: normal('rows', 6), dOut: normal('sentences', 6) },
  results: { out: ['sentences', 6], dX: ['rows', 6] },
  ...along('out', 'dOut'),
  gradients: { x: 'dX' },
};

const crossEntropy = [false, true].map((weighted): GradientCheck => ({
  name: weighted ? 'crossEntropy with weights' : 'crossEntropy',
  batch: long,
  operations: [
    {
      op: 'crossEntropy',
      logits: 'logits',
      labels: 'labels',
      ...(weighted && { weights: 'weights' }),
      probabilities: 'probabilities',
      loss: 'loss',
      dLogits: 'dLogits',
    },
  ],
  given: { logits: normal('sentences', 3), ...(weighted && { weights: uniform('sentences') }) },
  results: { probabilities: ['sentences', 3], loss: ['sentences'], dLogits: ['sentences', 3] },
  outputs: ['loss'],
  objective: ({ loss }) => sum(loss!) / loss!.length,
  gradients: { logits: 'dLogits' },
}));

const sparseLinear: GradientCheck = {
  name: 'sparseLinear',
  batch: small,
  operations: [
    { op: 'sparseLinear', rows: 'rows', x: 'x', table: 'table', bias: 'bias', y: 'y' },
    {
      op: 'sparseLinearBackward',
      rows: 'rows',
      x: 'x',
      dY: 'dY',
      dTable: 'dTable',
      dBias: 'dBias',
      dX: { table: 'table', buffer: 'dX' },
    },
  ],
  given: { x: normal('rows', 5), table: normal(5, 7), bias: normal(7), dY: normal('rows', 7) },
  results: { y: ['rows', 7], dTable: [5, 7], dBias: [7], dX: ['rows', 5] },
  ...along('y', 'dY'),
  gradients: { x: 'dX', table: 'dTable', bias: 'dBias' },
};

const squaredError: GradientCheck = {
  name: 'squaredError',
  batch: small,
  operations: [{ op: 'squaredError', rows: 'rows', x: 'x', y: 'y', weight: 1.5, loss: 'loss', dY: 'dY' }],
  given: { x: normal('rows', 5), y: normal('rows', 5) },
  results: { loss: ['rows'], dY: ['rows', 5] },
  outputs: ['loss'],
  objective: ({ loss }) => (1.5 * sum(loss!)) / loss!.length,
  gradients: { y: 'dY' },
};

export const gradientChecks: readonly GradientCheck[] = [
  ...linear,
  ...gelu,
  batchTopK,
  dropout,
  sampleKeep,
  informationLoss,
  maskedEmbedding,
  maskRows,
  ...importance,
  ...similarity,
  addPositions,
  ...attention,
  residualNorm,
  embeddingNorm,
  meanPool,
  firstToken,
  ...crossEntropy,
  sparseLinear,
  squaredError,
];
