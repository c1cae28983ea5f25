import type { Operation, OperationName } from '../operations.ts';
import type { GeluForm } from '../operations/gelu.ts';
import type { Activation } from '../operations/linear.ts';
import type { Size } from '../operations/size.ts';
import type { Program } from '../program.ts';
import { dropoutThreshold } from '../../common/random.ts';
import { BufferMap } from './bufferMap.ts';
import { call, control, type Argument, type Command, type Routines } from './command.ts';
import type { Layout } from './layout.ts';

/** Turns a program's operations into kernel calls at the addresses of a layout; routines in the order of the program. */
export function lower(program: Program, layout: Layout): Routines {
  const buffers = new BufferMap(program, layout);
  return Object.values(program.routines).map((operations) => operations.flatMap((o) => lowerOperation(o, buffers)));
}

const activations: Record<Activation, number> = { none: 0, relu: 1, tanh: 2 };
const geluForms: Record<GeluForm, number> = { erf: 0, tanh: 1 };

/** The thread's own memory: `scratch` of a product, `space` of a sentence. */
const scratch = { scratch: 'scratch' } as const;
const ownMemory = { scratch: 'scratch', space: 'space' } as const;

/** Random numbers of a site; the rows may be some of a larger batch. */
const random = (site: number, rows: Size) =>
  ({ seed: 'seed', site, step: 'step', firstRow: rows === 'sentences' ? 'firstSentence' : 'firstRow' }) as const;

/** Rate 0 is threshold 0: none. */
const dropout = ({ site, dropout: rate, rows = 'rows' }: { site: number; dropout: number; rows?: Size }) =>
  ({ ...random(site, rows), threshold: dropoutThreshold(rate), kept: 1 / (1 - rate) }) as const;

const heads = (o: { qkv: string; heads: number; starts: string; keys: string }, b: BufferMap) =>
  ({
    sentences: 'sentences',
    width: b.width(o.qkv) / 3,
    heads: o.heads,
    ...b.addresses(o, 'qkv', 'starts', 'keys'),
    ...ownMemory,
  }) as const;

const layer = (o: { rows: Argument; weight: string; activation: Activation }, b: BufferMap) => ({
  rows: o.rows,
  outputs: b.dimension(o.weight, 0),
  inputs: b.dimension(o.weight, 1),
  activation: activations[o.activation],
  ...scratch,
});

type Lowering<Name extends OperationName> = (
  operation: Extract<Operation, { op: Name }>,
  b: BufferMap,
) => Command | Command[];

const lowerings: { readonly [Name in OperationName]: Lowering<Name> } = {
  embed: (o, b) =>
    call('embed', {
      types: 'types',
      width: b.width(o.table),
      typeIds: b.address(o.types),
      scale: o.scale,
      ...b.addresses(o, 'table', 'out'),
    }),

  linear: (o, b) => call('linear', { ...layer(o, b), ...b.addresses(o, 'x', 'weight', 'bias', 'y') }),

  linearBackward: (o, b) =>
    call('linearBackward', {
      ...layer(o, b),
      ...b.addresses(o, 'x', 'weight', 'y', 'dY', 'dWeight', 'dBias'),
      dX: b.address(o.dX?.buffer),
      add: o.dX?.add ?? false,
    }),

  gelu: (o, b) =>
    call('gelu', { rows: o.rows, width: b.width(o.x), form: geluForms[o.form], ...b.addresses(o, 'x', 'out') }),

  geluBackward: (o, b) =>
    call('geluBackward', {
      rows: o.rows,
      width: b.width(o.x),
      form: geluForms[o.form],
      ...b.addresses(o, 'x', 'dOut'),
    }),

  batchThreshold: (o, b) =>
    call('batchThreshold', {
      rows: o.rows,
      width: b.width(o.x),
      perRow: o.perRow,
      weight: o.weight,
      ...b.addresses(o, 'x', 'threshold', 'mean'),
      step: 'step',
      ...scratch,
      partial: b.partial,
    }),

  zeroBelow: (o, b) => call('zeroBelow', { rows: o.rows, width: b.width(o.x), ...b.addresses(o, 'x', 'threshold') }),

  countFiring: (o, b) => call('countFiring', { rows: 'rows', width: b.width(o.x), ...b.addresses(o, 'x', 'firing') }),

  steerBias: (o, b) =>
    call('steerBias', {
      width: b.width(o.firing),
      ...b.addresses(o, 'firing', 'bias'),
      ...{ every: o.every, highest: o.highest, groups: o.groups, size: o.size },
      step: 'step',
    }),

  dropout: (o, b) =>
    call('dropout', {
      rows: o.rows,
      width: b.width(o.x),
      ...b.addresses(o, 'x', 'out'),
      ...dropout({ site: o.site, dropout: o.rate, rows: o.rows }),
      ...scratch,
    }),

  gumbel: (o, b) => call('gumbel', { rows: 'rows', ...random(o.site, 'rows'), ...b.addresses(o, 'out') }),

  pinLogits: (o, b) => call('pinLogits', { types: 'types', ...b.addresses(o, 'logits', 'pinned') }),

  sampleKeep: (o, b) =>
    call('sampleKeep', {
      rows: 'rows',
      temperature: o.temperature,
      ...b.addresses(o, 'logits', 'typeOf', 'noise', 'keep', 'soft'),
    }),

  sampleKeepBackward: (o, b) =>
    call('sampleKeepBackward', {
      types: 'types',
      temperature: o.temperature,
      ...b.addresses(o, 'dKeep', 'soft', 'occurrenceStarts', 'occurrences', 'dLogits'),
    }),

  keepProbability: (o, b) => call('keepProbability', { rows: o.rows, ...b.addresses(o, 'logits', 'typeOf', 'keep') }),

  informationLoss: (o, b) =>
    call('informationLoss', {
      rows: 'rows',
      types: 'types',
      count: 'contentRows',
      weight: 'informationWeight',
      ...b.addresses(o, 'logits', 'typeOf', 'occurrenceStarts', 'loss', 'dLogits'),
    }),

  maskedEmbedding: (o, b) =>
    call('maskedEmbedding', { rows: o.rows, width: b.width(o.x), ...b.addresses(o, 'x', 'typeOf', 'keep', 'out') }),

  maskedEmbeddingBackward: (o, b) =>
    call('maskedEmbeddingBackward', {
      rows: 'rows',
      types: 'types',
      width: b.width(o.x),
      ...b.addresses(o, 'dOut', 'x', 'typeOf', 'occurrenceStarts', 'occurrences', 'dX'),
      keep: b.address(o.mask?.keep),
      dKeep: b.address(o.mask?.dKeep.buffer),
      addToDKeep: o.mask?.dKeep.add ?? false,
    }),

  maskRows: (o, b) => call('maskRows', { rows: 'rows', width: b.width(o.x), ...b.addresses(o, 'x', 'keep', 'out') }),

  maskRowsBackward: (o, b) =>
    call('maskRowsBackward', {
      rows: 'rows',
      width: b.width(o.x),
      ...b.addresses(o, 'dOut', 'x', 'keep', 'dX'),
      dKeep: b.address(o.dKeep.buffer),
      addToDKeep: o.dKeep.add,
    }),

  scaleNeurons: (o, b) =>
    call('scaleNeurons', {
      sentences: 'sentences',
      width: b.width(o.x),
      ...b.addresses(o, 'x', 'scale', 'out'),
      starts: o.rows === 'sentences' ? 0 : b.address(o.starts),
    }),

  importanceLoss: (o, b) =>
    call('importanceLoss', {
      count: 'contentRows',
      sentences: 'sentences',
      width: b.width(o.x),
      scale: o.scale,
      cosine: o.cosine ?? false,
      ...b.addresses(o, 'x', 'starts', 'loss'),
      weight: o.gradient?.weight ?? 0,
      dX: b.address(o.gradient?.dX.buffer),
      add: o.gradient?.dX.add ?? false,
      ...ownMemory,
    }),

  similarityLoss: (o, b) => {
    const width = b.width(o.x);
    const shared = b.addresses(o, 'x', 'content', 'sums', 'scores');
    return [
      call('similarityScores', {
        types: 'types',
        width,
        ...shared,
        ...b.addresses(o, 'occurrenceStarts', 'occurrences'),
      }),
      call('similarityLoss', {
        ...{ rows: 'rows', sentences: 'sentences', batchSentences: 'batchSentences', width },
        ...shared,
        ...b.addresses(o, 'typeOf', 'loss'),
        weight: o.gradient?.weight ?? 0,
        dX: b.address(o.gradient?.dX),
      }),
    ];
  },

  addPositions: (o, b) =>
    call('addPositions', {
      rows: o.rows,
      width: b.width(o.x),
      ...b.addresses(o, 'x', 'table', 'position', 'out'),
      ...dropout(o),
      ...scratch,
    }),

  embeddingNorm: (o, b) =>
    call('embeddingNorm', {
      rows: o.rows,
      width: b.width(o.x),
      epsilon: o.epsilon,
      ...b.addresses(o, 'x', 'positions', 'position', 'gamma', 'beta', 'normalized', 'inverseDeviation', 'out'),
      segments: b.address(o.segments?.table),
      segment: b.address(o.segments?.segment),
      ...dropout(o),
      ...scratch,
    }),

  embeddingNormBackward: (o, b) => [
    call('embeddingNormBackward', {
      rows: 'rows',
      width: b.width(o.dX),
      partial: b.partial,
      ...b.addresses(o, 'dOut', 'gamma', 'normalized', 'inverseDeviation', 'dGamma', 'dBeta', 'dX'),
      ...dropout(o),
      ...scratch,
    }),
    ...(o.dPositions ? [sumByIndex(o.dX, o.dPositions.position, o.dPositions.table, b)] : []),
    ...(o.dSegments ? [sumByIndex(o.dX, o.dSegments.segment, o.dSegments.table, b)] : []),
  ],

  attention: (o, b) =>
    call('attention', {
      ...heads(o, b),
      cut: b.address(o.cut?.pairs),
      pairStarts: b.address(o.cut?.pairStarts),
      ...b.addresses(o, 'out'),
    }),

  attentionWeights: (o, b) => call('attentionWeights', { ...heads(o, b), ...b.addresses(o, 'pairStarts', 'weights') }),

  interactionLoss: (o, b) => call('interactionLoss', { ...heads(o, b), ...b.addresses(o, 'content', 'loss') }),

  attentionBackward: (o, b) =>
    call('attentionBackward', {
      ...heads(o, b),
      pairs: 'contentPairs',
      weight: o.interaction?.weight ?? 0,
      content: b.address(o.interaction?.content),
      loss: b.address(o.interaction?.loss),
      ...b.addresses(o, 'dOut', 'dQkv'),
    }),

  residualNorm: (o, b) =>
    call('residualNorm', {
      rows: o.rows,
      width: b.width(o.x),
      epsilon: o.epsilon,
      ...b.addresses(o, 'x', 'branch', 'gamma', 'beta', 'normalized', 'inverseDeviation', 'y'),
      ...dropout(o),
      ...scratch,
    }),

  residualNormBackward: (o, b) =>
    call('residualNormBackward', {
      rows: o.rows,
      width: b.width(o.dY),
      partial: b.partial,
      ...b.addresses(o, 'dY', 'gamma', 'normalized', 'inverseDeviation', 'dGamma', 'dBeta', 'dX', 'dBranch'),
      ...dropout(o),
      ...scratch,
    }),

  meanPool: (o, b) =>
    call('meanPool', { sentences: 'sentences', width: b.width(o.x), ...b.addresses(o, 'x', 'starts', 'out') }),

  meanPoolBackward: (o, b) =>
    call('meanPoolBackward', {
      sentences: 'sentences',
      width: b.width(o.dX),
      ...b.addresses(o, 'dOut', 'starts', 'dX'),
    }),

  firstToken: (o, b) =>
    call('firstToken', { sentences: 'sentences', width: b.width(o.x), ...b.addresses(o, 'x', 'starts', 'out') }),

  firstTokenBackward: (o, b) =>
    call('firstTokenBackward', {
      sentences: 'sentences',
      width: b.width(o.dX),
      ...b.addresses(o, 'dOut', 'starts', 'dX'),
    }),

  crossEntropy: (o, b) =>
    call('crossEntropy', {
      sentences: 'sentences',
      batchSentences: 'batchSentences',
      classes: b.width(o.logits),
      ...b.addresses(o, 'logits', 'labels', 'weights', 'probabilities', 'loss', 'dLogits'),
    }),

  meanLoss: (o, b) =>
    o.parts.map((part, i) => {
      const to = b.address(o.losses) + 4 * o.at;
      const count = o.count === 'sentences' ? 'batchSentences' : o.count;
      return call('addMean', { ...b.extent(part), x: b.address(part), count, parts: o.of, add: i > 0, to });
    }),

  sparseLinear: (o, b) =>
    call('sparseLinear', {
      rows: o.rows,
      inputs: b.dimension(o.table, 0),
      outputs: b.width(o.table),
      ...b.addresses(o, 'x', 'table', 'bias', 'y'),
    }),

  sparseLinearBackward: (o, b) =>
    call('sparseLinearBackward', {
      rows: o.rows,
      inputs: b.width(o.x),
      outputs: b.width(o.dY),
      ...b.addresses(o, 'x', 'dY', 'dTable', 'dBias'),
      table: b.address(o.dX?.table),
      dX: b.address(o.dX?.buffer),
    }),

  squaredError: (o, b) =>
    call('squaredError', {
      rows: o.rows,
      width: b.width(o.x),
      weight: o.weight,
      ...b.addresses(o, 'x', 'y', 'loss', 'dY'),
    }),

  normalizeRows: (o, b) => call('normalizeRows', { ...b.extent(o.table), table: b.address(o.table) }),

  accumulate: (o, b) => call('accumulate', { ...b.extent(o.x), ...b.addresses(o, 'x', 'sum'), add: o.add }),

  clipGradients: (o, b) => {
    const shared = { total: control.squares, partial: b.partial };
    const squares = o.gradients.map(({ buffer, scale }, i) =>
      call('addSquares', { ...b.extent(buffer), x: b.address(buffer), scale, add: i > 0, ...shared }),
    );
    return [...squares, call('clipFactor', { total: control.squares, maxNorm: o.maxNorm, norm: b.address(o.norm) })];
  },

  adam: (o, b) => {
    const { rows, width } = b.extent(o.parameter);
    return call('adam', { count: (rows as number) * width, ...adamArguments(o, b) });
  },

  adamRows: (o, b) =>
    call('adamRows', {
      rows: b.dimension(o.parameter, 0),
      width: b.width(o.parameter),
      scale: o.scale,
      types: 'types',
      typeIds: b.address(o.types),
      ...adamArguments(o, b),
    }),
};

/** Gradient of a table whose rows `index` were added to rows of gradient dX. */
function sumByIndex(dX: string, index: string, table: string, b: BufferMap): Command {
  const tableRows = b.dimension(table, 0);
  const addresses = { x: b.address(dX), index: b.address(index), table: b.address(table) };
  return call('sumByIndex', { rows: 'rows', width: b.width(dX), tableRows, ...addresses });
}

function adamArguments(o: Extract<Operation, { op: 'adam' | 'adamRows' }>, b: BufferMap) {
  return {
    ...b.addresses(o, 'parameter', 'gradient', 'firstMoment', 'secondMoment', 'norm'),
    beta1: o.beta1,
    beta2: o.beta2,
    epsilon: o.epsilon,
    weightDecay: o.weightDecay ?? 0,
    learningRateFactor: o.learningRateFactor ?? 1,
    step: 'step',
    learningRate: 'learningRate',
  } as const;
}

function lowerOperation<Name extends OperationName>(operation: Extract<Operation, { op: Name }>, buffers: BufferMap) {
  const lowering = lowerings[operation.op] as Lowering<Name>;
  return lowering(operation, buffers);
}
