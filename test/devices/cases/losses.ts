import { classes, long, single, small } from '../batches.ts';
import { normal, scaled, uniform } from '../buffers.ts';
import type { Case } from '../case.ts';
import { exact, sum, transcendental } from '../tolerances.ts';

const shapes = [
  { name: 'short sentences', batch: small, width: 20 },
  { name: 'one token', batch: single, width: 5 },
  { name: 'long sentences', batch: long, width: 64 },
];

export const meanPool: readonly Case<'meanPool'>[] = shapes.map(({ name, batch, width }) => ({
  name,
  batch,
  operation: { op: 'meanPool', x: 'x', starts: 'starts', out: 'out' },
  given: { x: normal('rows', width) },
  results: { out: ['sentences', width] },
  ...sum,
}));

export const meanPoolBackward: readonly Case<'meanPoolBackward'>[] = shapes.map(({ name, batch, width }) => ({
  name,
  batch,
  operation: { op: 'meanPoolBackward', dOut: 'dOut', starts: 'starts', dX: 'dX' },
  given: { dOut: normal('sentences', width) },
  results: { dX: ['rows', width] },
  ...sum,
}));

export const firstToken: readonly Case<'firstToken'>[] = shapes.map(({ name, batch, width }) => ({
  name,
  batch,
  operation: { op: 'firstToken', x: 'x', starts: 'starts', out: 'out' },
  given: { x: normal('rows', width) },
  results: { out: ['sentences', width] },
  ...exact,
}));

export const firstTokenBackward: readonly Case<'firstTokenBackward'>[] = shapes.map(({ name, batch, width }) => ({
  name,
  batch,
  operation: { op: 'firstTokenBackward', dOut: 'dOut', starts: 'starts', dX: 'dX' },
  given: { dOut: normal('sentences', width) },
  results: { dX: ['rows', width] },
  ...exact,
}));

export const crossEntropy: readonly Case<'crossEntropy'>[] = [
  { name: 'a gradient', spread: 1, gradient: true, weighted: false },
  { name: 'no gradient', spread: 1, gradient: false, weighted: false },
  { name: 'logits far apart', spread: 50, gradient: true, weighted: false },
  { name: 'weights and a gradient', spread: 1, gradient: true, weighted: true },
  { name: 'weights, no gradient', spread: 1, gradient: false, weighted: true },
].flatMap(({ name, spread, gradient, weighted }) =>
  [classes, 9].map((count) => ({
    name: `${count} classes, ${name}`,
    batch: long,
    operation: {
      op: 'crossEntropy' as const,
      logits: 'logits',
      labels: 'labels',
      ...(weighted && { weights: 'weights' }),
      probabilities: 'probabilities',
      loss: 'loss',
      ...(gradient && { dLogits: 'dLogits' }),
    },
    given: { logits: scaled(spread, 'sentences', count), ...(weighted && { weights: uniform('sentences') }) },
    results: {
      probabilities: ['sentences', count] as const,
      loss: ['sentences'] as const,
      ...(gradient && { dLogits: ['sentences', count] as const }),
    },
    ...transcendental,
  })),
);

export const meanLoss: readonly Case<'meanLoss'>[] = [
  {
    name: 'of one part, next to means of other losses',
    batch: small,
    operation: { op: 'meanLoss', parts: ['first'], count: 'rows', of: 1, losses: 'losses', at: 1 },
    given: { first: normal('rows'), losses: normal(4) },
    results: {},
    changed: ['losses'],
    ...sum,
  },
  {
    name: 'of all layers and heads',
    batch: long,
    operation: { op: 'meanLoss', parts: ['first', 'second'], count: 'pairs', of: 10, losses: 'losses', at: 2 },
    given: { first: normal('sentences', 5), second: normal('sentences', 5), losses: normal(4) },
    results: {},
    changed: ['losses'],
    ...sum,
  },
];
