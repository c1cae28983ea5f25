import type { Size } from '../../../src/engine/operations/size.ts';
import type { Batch } from '../../../src/engine/program.ts';
import { long, single, small } from '../batches.ts';
import { normal, rectified, repeated, type Given } from '../buffers.ts';
import type { Case } from '../case.ts';
import { exact, product } from '../tolerances.ts';

interface Situation {
  readonly name: string;
  readonly rows: Size;
  readonly batch: Batch;
  readonly x: Given;
  readonly width: number;
  readonly perRow: number;
  /** Of the step; the weight of the mean is 0.1. */
  readonly step: number;
}

const situations: readonly Situation[] = [
  { name: 'an odd width', rows: 'rows', batch: long, x: rectified('rows', 37), width: 37, perRow: 5, step: 3 },
  { name: 'one row', rows: 'rows', batch: single, x: rectified('rows', 16), width: 16, perRow: 3, step: 1 },
  { name: 'one element', rows: 'rows', batch: single, x: rectified('rows', 1), width: 1, perRow: 1, step: 1 },
  { name: 'equal elements', rows: 'rows', batch: small, x: repeated('rows', 20), width: 20, perRow: 4, step: 50 },
  { name: 'few positive ones', rows: 'rows', batch: small, x: rectified('rows', 9), width: 9, perRow: 8, step: 3 },
  { name: 'more than a row has', rows: 'rows', batch: small, x: rectified('rows', 5), width: 5, perRow: 9, step: 3 },
  {
    name: 'few positive ones among negative ones',
    rows: 'rows',
    batch: long,
    x: normal('rows', 10),
    width: 10,
    perRow: 8,
    step: 3,
  },
  { name: 'negative elements', rows: 'rows', batch: long, x: normal('rows', 37), width: 37, perRow: 5, step: 2 },
  { name: 'sentences', rows: 'sentences', batch: small, x: rectified('sentences', 7), width: 7, perRow: 2, step: 8 },
  { name: 'many elements', rows: 'rows', batch: long, x: rectified('rows', 256), width: 256, perRow: 16, step: 3 },
];

export const batchThreshold: readonly Case<'batchThreshold'>[] = situations.map(
  ({ name, rows, batch, x, perRow, step }) => ({
    name,
    batch,
    operation: { op: 'batchThreshold', rows, x: 'x', perRow, weight: 0.1, threshold: 'threshold', mean: 'mean' },
    given: { x, mean: rectified(1) },
    results: { threshold: [1] },
    changed: ['mean'],
    scalars: { step },
    ...product,
  }),
);

export const zeroBelow: readonly Case<'zeroBelow'>[] = situations.map(({ name, rows, batch, x }) => ({
  name,
  batch,
  operation: { op: 'zeroBelow', rows, x: 'x', threshold: 'threshold' },
  given: { x, threshold: { shape: [1], draw: () => 1 } },
  results: {},
  changed: ['x'],
  ...exact,
}));
