import type {
  Gumbel,
  InformationLoss,
  KeepProbability,
  PinLogits,
  SampleKeep,
  SampleKeepBackward,
} from '../../operations/mask.ts';
import { call } from '../command.ts';
import { randomArguments } from './dropout.ts';
import type { Lowering } from './lowering.ts';

export const gumbel: Lowering<Gumbel> = (o, b) =>
  call('gumbel', { rows: 'rows', ...randomArguments(o.site, 'rows'), ...b.addresses(o, 'out') });

export const pinLogits: Lowering<PinLogits> = (o, b) =>
  call('pinLogits', { types: 'types', ...b.addresses(o, 'logits', 'pinned') });

export const sampleKeep: Lowering<SampleKeep> = (o, b) =>
  call('sampleKeep', {
    rows: 'rows',
    temperature: o.temperature,
    ...b.addresses(o, 'logits', 'typeOf', 'noise', 'keep', 'soft'),
  });

export const sampleKeepBackward: Lowering<SampleKeepBackward> = (o, b) =>
  call('sampleKeepBackward', {
    types: 'types',
    temperature: o.temperature,
    ...b.addresses(o, 'dKeep', 'soft', 'occurrenceStarts', 'occurrences', 'dLogits'),
  });

export const keepProbability: Lowering<KeepProbability> = (o, b) =>
  call('keepProbability', { rows: o.rows, ...b.addresses(o, 'logits', 'typeOf', 'keep') });

export const informationLoss: Lowering<InformationLoss> = (o, b) =>
  call('informationLoss', {
    rows: 'rows',
    types: 'types',
    count: 'contentRows',
    weight: 'informationWeight',
    ...b.addresses(o, 'logits', 'typeOf', 'occurrenceStarts', 'loss', 'dLogits'),
  });
