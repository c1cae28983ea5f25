import type { Adam } from '../../../src/engine/operations/adam.ts';
import type { Batch } from '../../../src/engine/program.ts';
import { long, single, small, vocabulary } from '../batches.ts';
import { normal, scaled, uniform } from '../buffers.ts';
import type { Case } from '../case.ts';
import { sum } from '../tolerances.ts';

const constants = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
const tensors = { parameter: 'parameter', firstMoment: 'firstMoment', secondMoment: 'secondMoment' };
const changed = Object.values(tensors);

export const clipGradients: readonly Case<'clipGradients'>[] = [
  { name: 'a gradient above the maximum norm', maxNorm: 1 },
  { name: 'a gradient below the maximum norm', maxNorm: 1000 },
].map(({ name, maxNorm }) => ({
  name,
  batch: long,
  operation: {
    op: 'clipGradients',
    gradients: [
      { buffer: 'weight', scale: 1 },
      { buffer: 'rows', scale: 8 },
    ],
    maxNorm,
    norm: 'norm',
  },
  given: { weight: normal(33, 7), rows: normal('types', 20) },
  results: { norm: [2] },
  ...sum,
}));

export const accumulate: readonly Case<'accumulate'>[] = [true, false].flatMap((add) =>
  [[33, 7] as const, ['types', 20] as const].map((shape) => ({
    name: `${add ? 'adds' : 'copies'} ${shape.join(' × ')}`,
    batch: long,
    operation: { op: 'accumulate' as const, x: 'x', sum: 'sum', add },
    given: { x: normal(...shape), sum: normal(...shape) },
    results: {},
    changed: ['sum'],
    ...sum,
  })),
);

interface AdamSituation {
  readonly name: string;
  readonly step: number;
  readonly norm: { readonly norm?: string };
  readonly options?: Pick<Adam, 'weightDecay' | 'learningRateFactor'>;
}

export const adam: readonly Case<'adam'>[] = [
  { name: 'the first step', step: 1, norm: {} },
  { name: 'a later step', step: 1000, norm: {} },
  { name: 'a clipped gradient', step: 3, norm: { norm: 'norm' } },
  { name: 'weight decay', step: 3, norm: {}, options: { weightDecay: 0.1 } },
  { name: 'weight decay at a faster rate', step: 3, norm: {}, options: { weightDecay: 0.1, learningRateFactor: 10 } },
].flatMap(({ name, step, norm, options = {} }: AdamSituation) =>
  [[7], [70, 131]].map((shape) => ({
    name: `${name}, ${shape.join(' × ')}`,
    batch: single,
    scalars: { step, learningRate: 0.01 },
    operation: { op: 'adam' as const, ...tensors, gradient: 'gradient', ...constants, ...norm, ...options },
    given: {
      parameter: normal(...shape),
      gradient: normal(...shape),
      firstMoment: scaled(0.1, ...shape),
      secondMoment: uniform(...shape),
      ...(norm.norm && { norm: uniform(2) }),
    },
    results: {},
    changed,
    ...sum,
  })),
);

type RowsSituation = Omit<AdamSituation, 'step'> & { readonly batch: Batch; readonly width: number };

export const adamRows: readonly Case<'adamRows'>[] = [
  { name: 'few words', batch: small, width: 20, norm: {} },
  { name: 'one word, clipped', batch: single, width: 5, norm: { norm: 'norm' } },
  { name: 'nearly all words, clipped', batch: long, width: 64, norm: { norm: 'norm' } },
  {
    name: 'weight decay of all words',
    batch: small,
    width: 7,
    norm: {},
    options: { weightDecay: 0.1, learningRateFactor: 3 },
  },
].map(({ name, batch, width, norm, options = {} }: RowsSituation) => ({
  name,
  batch,
  operation: {
    op: 'adamRows',
    ...tensors,
    gradient: 'gradient',
    types: 'types',
    scale: Math.sqrt(width),
    ...constants,
    ...norm,
    ...options,
  },
  given: {
    parameter: normal(vocabulary, width),
    gradient: normal('types', width),
    firstMoment: scaled(0.1, vocabulary, width),
    secondMoment: uniform(vocabulary, width),
    ...(norm.norm && { norm: uniform(2) }),
  },
  results: {},
  changed,
  ...sum,
}));
