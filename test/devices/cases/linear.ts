import type { Activation } from '../../../src/engine/operations/linear.ts';
import type { Size } from '../../../src/engine/operations/size.ts';
import { long, single, small } from '../batches.ts';
import { normal, scaled, uniform } from '../buffers.ts';
import type { Case } from '../case.ts';
import { sum, transcendental } from '../tolerances.ts';

interface Shape {
  rows: Size;
  batch: typeof small;
  input: number;
  output: number;
  activation: Activation;
}

const shapes: readonly Shape[] = [
  { rows: 'rows', batch: small, input: 20, output: 7, activation: 'none' },
  { rows: 'rows', batch: small, input: 5, output: 20, activation: 'relu' },
  { rows: 'types', batch: small, input: 20, output: 33, activation: 'tanh' },
  { rows: 'types', batch: long, input: 100, output: 2, activation: 'none' },
  { rows: 'sentences', batch: long, input: 64, output: 3, activation: 'none' },
  { rows: 'rows', batch: single, input: 1, output: 1, activation: 'tanh' },
  { rows: 'rows', batch: long, input: 64, output: 192, activation: 'none' },
  { rows: 'rows', batch: long, input: 70, output: 131, activation: 'relu' },
  { rows: 'rows', batch: long, input: 300, output: 64, activation: 'tanh' },
];

const nameOf = ({ rows, batch, input, output, activation }: Shape) =>
  `${batch.sizes[rows]} ${rows}, ${input} to ${output}, ${activation}`;

export const linear: readonly Case<'linear'>[] = shapes.map((shape) => ({
  name: nameOf(shape),
  batch: shape.batch,
  operation: {
    op: 'linear',
    rows: shape.rows,
    x: 'x',
    weight: 'weight',
    bias: 'bias',
    activation: shape.activation,
    y: 'y',
  },
  given: {
    x: normal(shape.rows, shape.input),
    weight: scaled(1 / Math.sqrt(shape.input), shape.output, shape.input),
    bias: normal(shape.output),
  },
  results: { y: [shape.rows, shape.output] },
  ...(shape.activation === 'tanh' ? transcendental : sum),
}));

/** Frozen parameters: a gradient of the input alone. */
const frozen: readonly Case<'linearBackward'>[] = [shapes[1]!, shapes[6]!].map((shape) => ({
  name: `${nameOf(shape)}, frozen`,
  batch: shape.batch,
  operation: {
    op: 'linearBackward',
    rows: shape.rows,
    x: 'x',
    weight: 'weight',
    activation: shape.activation,
    y: 'y',
    dY: 'dY',
    dX: { buffer: 'dX', add: false },
  },
  given: {
    x: normal(shape.rows, shape.input),
    weight: scaled(1 / Math.sqrt(shape.input), shape.output, shape.input),
    y: reluOutput(shape),
    dY: normal(shape.rows, shape.output),
  },
  results: { dX: [shape.rows, shape.input] },
  changed: ['dY'],
  ...sum,
}));

/** Without dX, with a new one, and with one that is added to. */
const gradients = [undefined, { buffer: 'dX', add: false }, { buffer: 'dX', add: true }];

const trained: readonly Case<'linearBackward'>[] = shapes.flatMap((shape) =>
  gradients.map((dX) => ({
    name: `${nameOf(shape)}, ${dX ? (dX.add ? 'dX added to' : 'dX') : 'no dX'}`,
    batch: shape.batch,
    operation: {
      op: 'linearBackward' as const,
      rows: shape.rows,
      x: 'x',
      weight: 'weight',
      activation: shape.activation,
      y: 'y',
      dY: 'dY',
      dWeight: 'dWeight',
      dBias: 'dBias',
      ...(dX && { dX }),
    },
    given: {
      x: normal(shape.rows, shape.input),
      weight: scaled(1 / Math.sqrt(shape.input), shape.output, shape.input),
      y: shape.activation === 'relu' ? reluOutput(shape) : uniform(shape.rows, shape.output),
      dY: normal(shape.rows, shape.output),
      ...(dX?.add && { dX: normal(shape.rows, shape.input) }),
    },
    results: {
      dWeight: [shape.output, shape.input] as const,
      dBias: [shape.output] as const,
      ...(dX?.add === false && { dX: [shape.rows, shape.input] as const }),
    },
    changed: dX?.add ? ['dY', 'dX'] : ['dY'],
    ...sum,
  })),
);

export const linearBackward: readonly Case<'linearBackward'>[] = [...trained, ...frozen];

/** Half of the elements are 0. */
function reluOutput({ rows, output }: Shape) {
  return { shape: [rows, output], draw: (u: number) => Math.max(0, u - 0.5) };
}
