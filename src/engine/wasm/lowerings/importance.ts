import type { ImportanceLoss } from '../../operations/importance.ts';
import { call } from '../command.ts';
import { ownMemory, type Lowering } from './lowering.ts';

export const importanceLoss: Lowering<ImportanceLoss> = (o, b) =>
  call('importanceLoss', {
    count: 'contentRows',
    sentences: 'sentences',
    width: b.width(o.x),
    scale: o.scale,
    cosine: o.cosine ?? false,
    ...b.addresses(o, 'x', 'starts', 'loss'),
    weight: o.gradient?.weight ?? 0,
    dX: b.address(o.gradient?.dX.buffer),
    add: o.gradient?.dX.add ?? false,
    ...ownMemory,
  });
