import type { Batch } from '../../../src/engine/program.ts';
import { long, single, small } from '../batches.ts';
import { normal, rectified, type Given } from '../buffers.ts';
import type { Case } from '../case.ts';
import { exact, product } from '../tolerances.ts';

/** Of 127 rows: how often each neuron fired, and its largest activation; every fifth never did. */
const firing = (width: number): Given => ({
  shape: [3, width],
  draw: (u, v, index) => {
    const [of, f] = [Math.floor(index / width), index % width];
    if (of === 2) return 127;
    if (f % 5 === 0) return 0;
    return of === 0 ? 1 + Math.floor(126 * u) : 0.1 + v;
  },
});

const counted: readonly { name: string; batch: Batch; width: number; x: Given }[] = [
  { name: 'an odd width', batch: long, width: 37, x: rectified('rows', 37) },
  { name: 'one row', batch: single, width: 16, x: rectified('rows', 16) },
  { name: 'neurons that never fire', batch: small, width: 5, x: { shape: ['rows', 5], draw: () => 0 } },
];

export const countFiring: readonly Case<'countFiring'>[] = counted.map(({ name, batch, width, x }) => ({
  name,
  batch,
  operation: { op: 'countFiring', x: 'x', firing: 'firing' },
  given: { x, firing: firing(width) },
  results: {},
  changed: ['firing'],
  ...exact,
}));

const steered = [
  { name: 'one group', width: 37, groups: 1, step: 20 },
  { name: 'groups of unequal size', width: 37, groups: 4, step: 10 },
  { name: 'as many groups as neurons', width: 6, groups: 6, step: 10 },
  { name: 'a step between two changes', width: 37, groups: 4, step: 13 },
];

export const steerBias: readonly Case<'steerBias'>[] = steered.map(({ name, width, groups, step }) => ({
  name,
  batch: small,
  operation: { op: 'steerBias', firing: 'firing', bias: 'bias', every: 10, highest: 0.5, groups, size: 0.25 },
  given: { firing: firing(width), bias: normal(width) },
  results: {},
  changed: ['bias', 'firing'],
  scalars: { step },
  ...product,
}));
