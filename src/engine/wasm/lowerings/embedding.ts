import type {
  AddPositions,
  Embed,
  MaskRows,
  MaskRowsBackward,
  MaskedEmbedding,
  MaskedEmbeddingBackward,
  ScaleNeurons,
} from '../../operations/embedding.ts';
import { call } from '../command.ts';
import { dropoutArguments } from './dropout.ts';
import { scratch, type Lowering } from './lowering.ts';

export const embed: Lowering<Embed> = (o, b) =>
  call('embed', {
    types: 'types',
    width: b.width(o.table),
    typeIds: b.address(o.types),
    scale: o.scale,
    ...b.addresses(o, 'table', 'out'),
  });

export const maskedEmbedding: Lowering<MaskedEmbedding> = (o, b) =>
  call('maskedEmbedding', { rows: o.rows, width: b.width(o.x), ...b.addresses(o, 'x', 'typeOf', 'keep', 'out') });

export const maskedEmbeddingBackward: Lowering<MaskedEmbeddingBackward> = (o, b) =>
  call('maskedEmbeddingBackward', {
    rows: 'rows',
    types: 'types',
    width: b.width(o.x),
    ...b.addresses(o, 'dOut', 'x', 'typeOf', 'occurrenceStarts', 'occurrences', 'dX'),
    keep: b.address(o.mask?.keep),
    dKeep: b.address(o.mask?.dKeep.buffer),
    addToDKeep: o.mask?.dKeep.add ?? false,
  });

export const maskRows: Lowering<MaskRows> = (o, b) =>
  call('maskRows', { rows: 'rows', width: b.width(o.x), ...b.addresses(o, 'x', 'keep', 'out') });

export const maskRowsBackward: Lowering<MaskRowsBackward> = (o, b) =>
  call('maskRowsBackward', {
    rows: 'rows',
    width: b.width(o.x),
    ...b.addresses(o, 'dOut', 'x', 'keep', 'dX'),
    dKeep: b.address(o.dKeep.buffer),
    addToDKeep: o.dKeep.add,
  });

export const scaleNeurons: Lowering<ScaleNeurons> = (o, b) =>
  call('scaleNeurons', {
    sentences: 'sentences',
    width: b.width(o.x),
    ...b.addresses(o, 'x', 'scale', 'out'),
    starts: o.rows === 'sentences' ? 0 : b.address(o.starts),
  });

export const addPositions: Lowering<AddPositions> = (o, b) =>
  call('addPositions', {
    rows: o.rows,
    width: b.width(o.x),
    ...b.addresses(o, 'x', 'table', 'position', 'out'),
    ...dropoutArguments(o),
    ...scratch,
  });
