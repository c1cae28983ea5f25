import type { CountFiring, SteerBias } from '../../operations/firingRate.ts';
import { call } from '../command.ts';
import type { Lowering } from './lowering.ts';

export const countFiring: Lowering<CountFiring> = (o, b) =>
  call('countFiring', { rows: 'rows', width: b.width(o.x), ...b.addresses(o, 'x', 'firing') });

export const steerBias: Lowering<SteerBias> = (o, b) =>
  call('steerBias', {
    width: b.width(o.firing),
    ...b.addresses(o, 'firing', 'bias'),
    every: o.every,
    highest: o.highest,
    groups: o.groups,
    size: o.size,
    step: 'step',
  });
