import type { Activation, Linear, LinearBackward } from '../../operations/linear.ts';
import type { BufferMap } from '../bufferMap.ts';
import { call } from '../command.ts';
import { scratch, type Lowering } from './lowering.ts';

const activations: Record<Activation, number> = { none: 0, relu: 1, tanh: 2 };

const layer = (o: Linear | LinearBackward, b: BufferMap) => ({
  rows: o.rows,
  outputs: b.dimension(o.weight, 0),
  inputs: b.dimension(o.weight, 1),
  activation: activations[o.activation],
  ...scratch,
});

export const linear: Lowering<Linear> = (o, b) =>
  call('linear', { ...layer(o, b), ...b.addresses(o, 'x', 'weight', 'bias', 'y') });

export const linearBackward: Lowering<LinearBackward> = (o, b) =>
  call('linearBackward', {
    ...layer(o, b),
    ...b.addresses(o, 'x', 'weight', 'y', 'dY', 'dWeight', 'dBias'),
    dX: b.address(o.dX?.buffer),
    add: o.dX?.add ?? false,
  });
