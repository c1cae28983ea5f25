import type { Size } from '../../../src/engine/operations/size.ts';
import type { Batch } from '../../../src/engine/program.ts';
import { bits, normal } from '../buffers.ts';
import { long, longestSentence, padded, single, small, vocabulary } from '../batches.ts';
import { product, sum } from '../tolerances.ts';
import type { Case } from '../case.ts';

const occurrences = { occurrenceStarts: 'occurrenceStarts', occurrences: 'occurrences' };

export const embed: readonly Case<'embed'>[] = [
  { width: 20, batch: small },
  { width: 5, batch: single },
  { width: 64, batch: long },
].map(({ width, batch }) => ({
  name: `width ${width}`,
  batch,
  operation: { op: 'embed', table: 'table', types: 'types', scale: Math.sqrt(width), out: 'out' },
  given: { table: normal(vocabulary, width) },
  results: { out: ['types', width] },
  ...product,
}));

export const maskedEmbedding: readonly Case<'maskedEmbedding'>[] = [
  { name: 'a mask', batch: small, width: 20, mask: { keep: 'keep' } },
  { name: 'a mask, long sentences', batch: long, width: 64, mask: { keep: 'keep' } },
  { name: 'no mask', batch: small, width: 6, mask: {} },
].map(({ name, batch, width, mask }) => ({
  name,
  batch,
  operation: { op: 'maskedEmbedding', rows: 'rows', x: 'x', typeOf: 'typeOf', ...mask, out: 'out' },
  given: { x: normal('types', width), ...(mask.keep && { keep: normal('rows') }) },
  results: { out: ['rows', width] },
  ...product,
}));

export const maskedEmbeddingBackward: readonly Case<'maskedEmbeddingBackward'>[] = [
  { name: 'a mask', batch: small, width: 20, masked: true, add: false },
  { name: 'a mask, long sentences', batch: long, width: 64, masked: true, add: false },
  { name: 'a mask, its gradient added', batch: small, width: 20, masked: true, add: true },
  { name: 'no mask', batch: long, width: 6, masked: false, add: false },
].map(({ name, batch, width, masked, add }) => ({
  name,
  batch,
  operation: {
    op: 'maskedEmbeddingBackward',
    dOut: 'dOut',
    x: 'x',
    typeOf: 'typeOf',
    ...occurrences,
    ...(masked && { mask: { keep: 'keep', dKeep: { buffer: 'dKeep', add } } }),
    dX: 'dX',
  },
  given: {
    dOut: normal('rows', width),
    x: normal('types', width),
    ...(masked && { keep: bits('rows') }),
    ...(add && { dKeep: normal('rows') }),
  },
  results: { dX: ['types', width], ...(masked && !add && { dKeep: ['rows'] as const }) },
  changed: add ? ['dKeep'] : [],
  ...sum,
}));

export const maskRows: readonly Case<'maskRows'>[] = [
  { batch: small, width: 20 },
  { batch: long, width: 37 },
].map(({ batch, width }) => ({
  name: `width ${width}`,
  batch,
  operation: { op: 'maskRows', x: 'x', keep: 'keep', out: 'out' },
  given: { x: normal('rows', width), keep: normal('rows') },
  results: { out: ['rows', width] },
  ...product,
}));

export const maskRowsBackward: readonly Case<'maskRowsBackward'>[] = [
  { batch: small, width: 20, add: false },
  { batch: long, width: 37, add: true },
].map(({ batch, width, add }) => ({
  name: `width ${width}${add ? ', gradient of the mask added' : ''}`,
  batch,
  operation: { op: 'maskRowsBackward', dOut: 'dOut', x: 'x', keep: 'keep', dX: 'dX', dKeep: { buffer: 'dKeep', add } },
  given: {
    dOut: normal('rows', width),
    x: normal('rows', width),
    keep: bits('rows'),
    dX: normal('rows', width),
    ...(add && { dKeep: normal('rows') }),
  },
  results: add ? {} : { dKeep: ['rows'] as const },
  changed: add ? ['dX', 'dKeep'] : ['dX'],
  ...sum,
}));

export const scaleNeurons: readonly Case<'scaleNeurons'>[] = (
  [
    { batch: small, width: 20, rows: 'rows' },
    { batch: single, width: 5, rows: 'rows' },
    { batch: padded, width: 16, rows: 'rows' },
    { batch: long, width: 37, rows: 'rows' },
    { batch: long, width: 20, rows: 'sentences' },
  ] as const
).map(({ batch, width, rows }) => ({
  name: `${batch.sizes[rows]} ${rows}, width ${width}`,
  batch,
  operation: { op: 'scaleNeurons', rows, x: 'x', starts: 'starts', scale: 'scale', out: 'out' },
  given: { x: normal(rows, width), scale: normal('sentences', width) },
  results: { out: [rows, width] },
  ...product,
}));

export const addPositions: readonly Case<'addPositions'>[] = [
  { batch: small, width: 20, dropout: 0 },
  { batch: small, width: 5, dropout: 0.1 },
  { batch: long, width: 64, dropout: 0.5 },
].map(({ batch, width, dropout }) => ({
  name: `width ${width}, dropout ${dropout}`,
  batch,
  operation: {
    op: 'addPositions',
    rows: 'rows',
    x: 'x',
    table: 'table',
    position: 'position',
    dropout,
    site: 1,
    out: 'out',
  },
  given: { x: normal('rows', width), table: normal(longestSentence, width) },
  results: { out: ['rows', width] },
  ...product,
}));

const dropoutShapes: readonly { rows: Size; batch: Batch; width: number; rate: number }[] = [
  { rows: 'rows', batch: small, width: 20, rate: 0 },
  { rows: 'rows', batch: small, width: 5, rate: 0.1 },
  { rows: 'rows', batch: single, width: 1, rate: 0.1 },
  { rows: 'sentences', batch: long, width: 37, rate: 0.1 },
  { rows: 'rows', batch: long, width: 64, rate: 0.5 },
];

export const dropout: readonly Case<'dropout'>[] = dropoutShapes.map(({ rows, batch, width, rate }) => ({
  name: `${batch.sizes[rows]} ${rows} of ${width}, rate ${rate}`,
  batch,
  operation: { op: 'dropout', rows, x: 'x', rate, site: 1, out: 'out' },
  given: { x: normal(rows, width) },
  results: { out: [rows, width] },
  ...product,
}));
