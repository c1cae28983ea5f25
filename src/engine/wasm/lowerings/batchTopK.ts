import type { BatchThreshold, ZeroBelow } from '../../operations/batchTopK.ts';
import { call } from '../command.ts';
import { scratch, type Lowering } from './lowering.ts';

export const batchThreshold: Lowering<BatchThreshold> = (o, b) =>
  call('batchThreshold', {
    rows: o.rows,
    width: b.width(o.x),
    perRow: o.perRow,
    weight: o.weight,
    ...b.addresses(o, 'x', 'threshold', 'mean'),
    step: 'step',
    ...scratch,
    partial: b.partial,
  });

export const zeroBelow: Lowering<ZeroBelow> = (o, b) =>
  call('zeroBelow', { rows: o.rows, width: b.width(o.x), ...b.addresses(o, 'x', 'threshold') });
