import type { FirstToken, FirstTokenBackward, MeanPool, MeanPoolBackward } from '../../operations/pool.ts';
import { call } from '../command.ts';
import type { Lowering } from './lowering.ts';

export const meanPool: Lowering<MeanPool> = (o, b) =>
  call('meanPool', { sentences: 'sentences', width: b.width(o.x), ...b.addresses(o, 'x', 'starts', 'out') });

export const meanPoolBackward: Lowering<MeanPoolBackward> = (o, b) =>
  call('meanPoolBackward', {
    sentences: 'sentences',
    width: b.width(o.dX),
    ...b.addresses(o, 'dOut', 'starts', 'dX'),
  });

export const firstToken: Lowering<FirstToken> = (o, b) =>
  call('firstToken', { sentences: 'sentences', width: b.width(o.x), ...b.addresses(o, 'x', 'starts', 'out') });

export const firstTokenBackward: Lowering<FirstTokenBackward> = (o, b) =>
  call('firstTokenBackward', {
    sentences: 'sentences',
    width: b.width(o.dX),
    ...b.addresses(o, 'dOut', 'starts', 'dX'),
  });
