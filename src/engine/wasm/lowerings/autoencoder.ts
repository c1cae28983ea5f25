import type { NormalizeRows, SparseLinear, SparseLinearBackward, SquaredError } from '../../operations/autoencoder.ts';
import { call } from '../command.ts';
import type { Lowering } from './lowering.ts';

export const sparseLinear: Lowering<SparseLinear> = (o, b) =>
  call('sparseLinear', {
    rows: o.rows,
    inputs: b.dimension(o.table, 0),
    outputs: b.width(o.table),
    ...b.addresses(o, 'x', 'table', 'bias', 'y'),
  });

export const sparseLinearBackward: Lowering<SparseLinearBackward> = (o, b) =>
  call('sparseLinearBackward', {
    rows: o.rows,
    inputs: b.width(o.x),
    outputs: b.width(o.dY),
    ...b.addresses(o, 'x', 'dY', 'dTable', 'dBias'),
    table: b.address(o.dX?.table),
    dX: b.address(o.dX?.buffer),
  });

export const squaredError: Lowering<SquaredError> = (o, b) =>
  call('squaredError', {
    rows: o.rows,
    width: b.width(o.x),
    weight: o.weight,
    ...b.addresses(o, 'x', 'y', 'loss', 'dY'),
  });

export const normalizeRows: Lowering<NormalizeRows> = (o, b) =>
  call('normalizeRows', { ...b.extent(o.table), table: b.address(o.table) });
