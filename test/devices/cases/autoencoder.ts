import type { Size } from '../../../src/engine/operations/size.ts';
import type { Batch } from '../../../src/engine/program.ts';
import { long, single, small } from '../batches.ts';
import { normal, scaled, withZeroRows, type Given } from '../buffers.ts';
import type { Case } from '../case.ts';
import { product, sum } from '../tolerances.ts';

interface Shape {
  readonly rows: Size;
  readonly batch: Batch;
  readonly input: number;
  readonly output: number;
}

const shapes: readonly Shape[] = [
  { rows: 'rows', batch: small, input: 20, output: 5 },
  { rows: 'rows', batch: single, input: 3, output: 1 },
  { rows: 'rows', batch: long, input: 131, output: 70 },
  { rows: 'sentences', batch: long, input: 64, output: 33 },
];

const nameOf = ({ rows, batch, input, output }: Shape) => `${batch.sizes[rows]} ${rows}, ${input} to ${output}`;

/** One element in six is not 0. */
const sparse = (...shape: Given['shape']): Given => ({ shape, draw: (u) => (u < 1 / 6 ? 6 * u + 0.1 : 0) });

export const sparseLinear: readonly Case<'sparseLinear'>[] = shapes.flatMap((shape) =>
  [true, false].map((biased) => ({
    name: `${nameOf(shape)}, ${biased ? 'with a bias' : 'added to'}`,
    batch: shape.batch,
    operation: {
      op: 'sparseLinear' as const,
      rows: shape.rows,
      x: 'x',
      table: 'table',
      ...(biased && { bias: 'bias' }),
      y: 'y',
    },
    given: {
      x: sparse(shape.rows, shape.input),
      table: normal(shape.input, shape.output),
      ...(biased ? { bias: normal(shape.output) } : { y: normal(shape.rows, shape.output) }),
    },
    results: biased ? { y: [shape.rows, shape.output] } : {},
    changed: biased ? [] : ['y'],
    ...sum,
  })),
);

const all = ['dTable', 'dBias', 'dX'] as const;

export const sparseLinearBackward: readonly Case<'sparseLinearBackward'>[] = shapes.flatMap((shape) =>
  [all, ...all.map((wanted) => [wanted])].map((wanted) => ({
    name: `${nameOf(shape)}, ${wanted.join(' and ')}`,
    batch: shape.batch,
    operation: {
      op: 'sparseLinearBackward' as const,
      rows: shape.rows,
      x: 'x',
      dY: 'dY',
      ...(wanted.includes('dTable') && { dTable: 'dTable' }),
      ...(wanted.includes('dBias') && { dBias: 'dBias' }),
      ...(wanted.includes('dX') && { dX: { table: 'table', buffer: 'dX' } }),
    },
    given: {
      x: sparse(shape.rows, shape.input),
      table: normal(shape.input, shape.output),
      dY: normal(shape.rows, shape.output),
    },
    results: {
      ...(wanted.includes('dTable') && { dTable: [shape.input, shape.output] as const }),
      ...(wanted.includes('dBias') && { dBias: [shape.output] as const }),
      ...(wanted.includes('dX') && { dX: [shape.rows, shape.input] as const }),
    },
    ...sum,
  })),
);

export const squaredError: readonly Case<'squaredError'>[] = shapes.map((shape) => ({
  name: nameOf(shape),
  batch: shape.batch,
  operation: { op: 'squaredError', rows: shape.rows, x: 'x', y: 'y', weight: 1.5, loss: 'loss', dY: 'dY' },
  given: { x: normal(shape.rows, shape.output), y: normal(shape.rows, shape.output) },
  results: { loss: [shape.rows], dY: [shape.rows, shape.output] },
  ...sum,
}));

export const normalizeRows: readonly Case<'normalizeRows'>[] = [
  { name: 'a row of zeros', given: withZeroRows([2], 7, 20) },
  { name: 'one column', given: normal(5, 1) },
  { name: 'an odd width', given: scaled(100, 131, 37) },
].map(({ name, given }) => ({
  name,
  batch: small,
  operation: { op: 'normalizeRows', table: 'table' },
  given: { table: given },
  results: {},
  changed: ['table'],
  ...(name === 'one column' ? product : sum),
}));
