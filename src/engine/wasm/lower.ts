import type { Activation, Operation, OperationName } from '../operations.ts';
import type { BufferSpec, Program } from '../program.ts';
import { dropoutThreshold } from '../../common/random.ts';
import { control, type Argument, type Command, type Routines } from './command.ts';
import type { Layout } from './layout.ts';

/** Turns a program's operations into kernel calls at the addresses of a layout; routines in the order of the program. */
export function lower(program: Program, layout: Layout): Routines {
  const specs = new Map(program.buffers.map((spec) => [spec.name, spec]));
  const places = new Places(specs, layout);
  return Object.values(program.routines).map((operations) => operations.flatMap((o) => lowerOperation(o, places)));
}

/** Addresses and fixed dimensions of buffers. */
class Places {
  private readonly specs: ReadonlyMap<string, BufferSpec>;
  readonly layout: Layout;

  constructor(specs: ReadonlyMap<string, BufferSpec>, layout: Layout) {
    this.specs = specs;
    this.layout = layout;
  }

  /** Byte address; 0 for a buffer that is left out. */
  at(name: string | undefined): number {
    if (name === undefined) return 0;
    const address = this.layout.buffers.get(name);
    if (address === undefined) throw new Error(`the program has no buffer "${name}"`);
    return address;
  }

  /** Fixed dimension `axis`; elements per row for axis 1. */
  dim(name: string, axis: number): number {
    const dim = this.specs.get(name)?.shape[axis];
    if (typeof dim !== 'number') throw new Error(`dimension ${axis} of buffer "${name}" is not fixed`);
    return dim;
  }

  width(name: string): number {
    return this.dim(name, 1);
  }

  /** Elements of a buffer, as numbers of the run where its first dimension is one. */
  count(name: string): { rows: Argument; width: number } {
    const [first, ...rest] = this.specs.get(name)!.shape;
    const width = rest.reduce<number>((product, dim) => product * (dim as number), 1);
    return { rows: first as Argument, width };
  }
}

const activations: Record<Activation, number> = { none: 0, relu: 1, tanh: 2 };

/** The arguments every kernel with dropout ends with. Rate 0: threshold 0. */
const dropout = (site: number, rate: number): Argument[] => [
  'seed',
  site,
  'step',
  dropoutThreshold(rate),
  1 / (1 - rate),
];

type Lowering<Name extends OperationName> = (operation: Extract<Operation, { op: Name }>, p: Places) => Command[];

const call = (kernel: string, ...args: Argument[]): Command[] => [{ kernel, args }];

const lowerings: { readonly [Name in OperationName]: Lowering<Name> } = {
  embed: (o, p) => call('embed', 'types', p.width(o.table), p.at(o.table), p.at(o.types), o.scale, p.at(o.out)),

  linear: (o, p) =>
    call(
      'linear',
      ...[o.rows, p.dim(o.weight, 0), p.dim(o.weight, 1), p.at(o.x), p.at(o.weight), p.at(o.bias)],
      ...([activations[o.activation], p.at(o.y), 'scratch'] as const),
    ),

  linearBackward: (o, p) =>
    call(
      'linearBackward',
      ...[o.rows, p.dim(o.weight, 0), p.dim(o.weight, 1), p.at(o.x), p.at(o.weight), activations[o.activation]],
      ...[p.at(o.y), p.at(o.dY), p.at(o.dWeight), p.at(o.dBias), p.at(o.dX?.buffer), Number(o.dX?.add ?? false)],
      'scratch',
    ),

  gumbel: (o, p) => call('gumbel', 'rows', 'seed', o.site, 'step', p.at(o.out)),

  sampleKeep: (o, p) =>
    call(
      'sampleKeep',
      ...(['rows', p.at(o.logits), p.at(o.typeOf), p.at(o.noise), o.temperature, p.at(o.keep), p.at(o.soft)] as const),
    ),

  sampleKeepBackward: (o, p) =>
    call(
      'sampleKeepBackward',
      ...(['types', p.at(o.dKeep), p.at(o.soft), o.temperature] as const),
      ...[p.at(o.occurrenceStarts), p.at(o.occurrences), p.at(o.dLogits)],
    ),

  keepProbability: (o, p) => call('keepProbability', o.rows, p.at(o.logits), p.at(o.typeOf), p.at(o.keep)),

  informationLoss: (o, p) =>
    call(
      'informationLoss',
      ...(['rows', 'types', p.at(o.logits), p.at(o.typeOf), p.at(o.occurrenceStarts), p.at(o.loss)] as const),
      ...([p.at(o.dLogits), 'informationWeight'] as const),
    ),

  maskedEmbedding: (o, p) =>
    call('maskedEmbedding', o.rows, p.width(o.x), p.at(o.x), p.at(o.typeOf), p.at(o.keep), p.at(o.out)),

  maskedEmbeddingBackward: (o, p) =>
    call(
      'maskedEmbeddingBackward',
      ...(['rows', 'types', p.width(o.x), p.at(o.dOut), p.at(o.x), p.at(o.typeOf)] as const),
      ...[p.at(o.occurrenceStarts), p.at(o.occurrences), p.at(o.mask?.keep)],
      ...[p.at(o.mask?.dKeep.buffer), Number(o.mask?.dKeep.add ?? false), p.at(o.dX)],
    ),

  maskRows: (o, p) => call('maskRows', 'rows', p.width(o.x), p.at(o.x), p.at(o.keep), p.at(o.out)),

  maskRowsBackward: (o, p) =>
    call(
      'maskRowsBackward',
      ...(['rows', p.width(o.x), p.at(o.dOut), p.at(o.x), p.at(o.keep), p.at(o.dX)] as const),
      ...[p.at(o.dKeep.buffer), Number(o.dKeep.add)],
    ),

  scaleNeurons: (o, p) =>
    call('scaleNeurons', 'sentences', p.width(o.x), p.at(o.x), p.at(o.starts), p.at(o.scale), p.at(o.out)),

  importanceLoss: (o, p) =>
    call(
      'importanceLoss',
      ...(['rows', 'sentences', p.width(o.x), p.at(o.x), p.at(o.starts), o.scale, p.at(o.loss)] as const),
      ...[o.gradient?.weight ?? 0, p.at(o.gradient?.dX.buffer), Number(o.gradient?.dX.add ?? false)],
      ...(['scratch', 'space'] as const),
    ),

  addPositions: (o, p) =>
    call(
      'addPositions',
      ...([o.rows, p.width(o.x), p.at(o.x), p.at(o.table), p.at(o.position), p.at(o.out)] as const),
      ...dropout(o.site, o.dropout),
      'scratch',
    ),

  addPositionsBackward: (o, p) =>
    call(
      'addPositionsBackward',
      ...(['rows', p.width(o.dX), p.at(o.dOut), p.at(o.dX)] as const),
      ...dropout(o.site, o.dropout),
      'scratch',
    ),

  attention: (o, p) =>
    call(
      'attention',
      ...(['sentences', p.width(o.out), o.heads, p.at(o.qkv), p.at(o.starts), p.at(o.keys)] as const),
      ...([p.at(o.cut?.pairs), p.at(o.cut?.pairStarts), p.at(o.out), 'scratch', 'space'] as const),
    ),

  attentionWeights: (o, p) =>
    call(
      'attentionWeights',
      ...(['sentences', p.width(o.qkv) / 3, o.heads, p.at(o.qkv), p.at(o.starts), p.at(o.keys)] as const),
      ...([p.at(o.pairStarts), p.at(o.weights), 'scratch', 'space'] as const),
    ),

  interactionLoss: (o, p) =>
    call(
      'interactionLoss',
      ...(['sentences', p.width(o.qkv) / 3, o.heads, p.at(o.qkv), p.at(o.starts), p.at(o.keys)] as const),
      ...([p.at(o.loss), 'scratch', 'space'] as const),
    ),

  attentionBackward: (o, p) =>
    call(
      'attentionBackward',
      ...(['sentences', 'pairs', p.width(o.dOut), o.heads, p.at(o.qkv), p.at(o.starts), p.at(o.keys)] as const),
      ...([p.at(o.dOut), o.interaction.weight, p.at(o.interaction.loss), p.at(o.dQkv), 'scratch', 'space'] as const),
    ),

  residualNorm: (o, p) =>
    call(
      'residualNorm',
      ...(['rows', p.width(o.x), p.at(o.x), p.at(o.branch), p.at(o.gamma), p.at(o.beta), o.epsilon] as const),
      ...[p.at(o.normalized), p.at(o.inverseDeviation), p.at(o.y)],
      ...dropout(o.site, o.dropout),
      'scratch',
    ),

  residualNormBackward: (o, p) =>
    call(
      'residualNormBackward',
      ...(['rows', p.width(o.dY), p.at(o.dY), p.at(o.gamma), p.at(o.normalized), p.at(o.inverseDeviation)] as const),
      ...[p.at(o.dGamma), p.at(o.dBeta), p.at(o.dX), p.at(o.dBranch)],
      ...dropout(o.site, o.dropout),
      ...(['scratch', p.layout.partial] as const),
    ),

  meanPool: (o, p) => call('meanPool', 'sentences', p.width(o.x), p.at(o.x), p.at(o.starts), p.at(o.out)),

  meanPoolBackward: (o, p) =>
    call('meanPoolBackward', 'sentences', p.width(o.dX), p.at(o.dOut), p.at(o.starts), p.at(o.dX)),

  crossEntropy: (o, p) =>
    call(
      'crossEntropy',
      ...(['sentences', p.width(o.logits), p.at(o.logits), p.at(o.labels)] as const),
      ...[p.at(o.probabilities), p.at(o.loss), p.at(o.dLogits)],
    ),

  meanLoss: (o, p) =>
    o.parts.flatMap((part, i) => {
      const { rows, width } = p.count(part);
      return call('addMean', rows, width, p.at(part), o.count, o.of, Number(i > 0), p.at(o.losses) + 4 * o.at);
    }),

  clipGradients: (o, p) => [
    ...o.gradients.flatMap(({ buffer, scale }, i) => {
      const { rows, width } = p.count(buffer);
      const add = Number(i > 0);
      return call('addSquares', rows, width, p.at(buffer), scale, add, control.squares, p.layout.partial);
    }),
    ...call('clipFactor', control.squares, o.maxNorm, p.at(o.norm)),
  ],

  adam: (o, p) => {
    const { rows, width } = p.count(o.parameter);
    return call(
      'adam',
      ...[(rows as number) * width, p.at(o.parameter), p.at(o.gradient), p.at(o.firstMoment), p.at(o.secondMoment)],
      ...([o.beta1, o.beta2, o.epsilon, p.at(o.norm), 'step', 'learningRate'] as const),
    );
  },

  adamRows: (o, p) =>
    call(
      'adamRows',
      ...([p.dim(o.parameter, 0), p.width(o.parameter), 'types', p.at(o.types), p.at(o.parameter)] as const),
      ...[p.at(o.gradient), p.at(o.firstMoment), p.at(o.secondMoment), o.beta1, o.beta2, o.epsilon],
      ...([p.at(o.norm), o.scale, 'step', 'learningRate'] as const),
    ),
};

function lowerOperation<Name extends OperationName>(operation: Extract<Operation, { op: Name }>, places: Places) {
  const lowering = lowerings[operation.op] as Lowering<Name>;
  return lowering(operation, places);
}
