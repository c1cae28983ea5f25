import { long, single, small } from '../batches.ts';
import { normal, uniform } from '../buffers.ts';
import type { Case } from '../case.ts';
import { sum } from '../tolerances.ts';

const shapes = [
  { batch: small, width: 20, dropout: 0 },
  { batch: small, width: 5, dropout: 0.1 },
  { batch: single, width: 16, dropout: 0.1 },
  { batch: long, width: 64, dropout: 0.1 },
  { batch: long, width: 67, dropout: 0.5 },
];

const nameOf = ({ batch, width, dropout }: (typeof shapes)[number]) =>
  `${batch.sizes.rows} rows of ${width}, dropout ${dropout}`;

export const residualNorm: readonly Case<'residualNorm'>[] = shapes.map((shape) => ({
  name: nameOf(shape),
  batch: shape.batch,
  operation: {
    op: 'residualNorm',
    x: 'x',
    branch: 'branch',
    gamma: 'gamma',
    beta: 'beta',
    epsilon: 1e-5,
    dropout: shape.dropout,
    site: 2,
    normalized: 'normalized',
    inverseDeviation: 'inverseDeviation',
    y: 'y',
  },
  given: {
    x: normal('rows', shape.width),
    branch: normal('rows', shape.width),
    gamma: normal(shape.width),
    beta: normal(shape.width),
  },
  results: { normalized: ['rows', shape.width], inverseDeviation: ['rows'], y: ['rows', shape.width] },
  ...sum,
}));

export const residualNormBackward: readonly Case<'residualNormBackward'>[] = shapes.map((shape) => ({
  name: nameOf(shape),
  batch: shape.batch,
  operation: {
    op: 'residualNormBackward',
    dY: 'dY',
    gamma: 'gamma',
    dropout: shape.dropout,
    site: 2,
    normalized: 'normalized',
    inverseDeviation: 'inverseDeviation',
    dGamma: 'dGamma',
    dBeta: 'dBeta',
    dX: 'dX',
    dBranch: 'dBranch',
  },
  given: {
    dY: normal('rows', shape.width),
    gamma: normal(shape.width),
    normalized: normal('rows', shape.width),
    inverseDeviation: uniform('rows'),
  },
  results: {
    dGamma: [shape.width],
    dBeta: [shape.width],
    dX: ['rows', shape.width],
    dBranch: ['rows', shape.width],
  },
  ...sum,
}));
