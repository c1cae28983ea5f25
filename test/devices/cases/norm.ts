import { long, longestSentence, single, small, vocabulary } from '../batches.ts';
import { normal, uniform } from '../buffers.ts';
import type { Case } from '../case.ts';
import { sum } from '../tolerances.ts';

const shapes = [
  { batch: small, width: 20, dropout: 0 },
  { batch: small, width: 5, dropout: 0.1 },
  { batch: single, width: 16, dropout: 0.1 },
  { batch: long, width: 64, dropout: 0.1 },
  { batch: long, width: 67, dropout: 0.5 },
];

/** All rows; one per sentence. */
const sized = [
  ...shapes.map((shape) => ({ ...shape, rows: 'rows' as const })),
  { batch: long, width: 20, dropout: 0.1, rows: 'sentences' as const },
];

const nameOf = ({ batch, width, dropout, rows }: (typeof sized)[number]) =>
  `${batch.sizes[rows]} ${rows} of ${width}, dropout ${dropout}`;

export const residualNorm: readonly Case<'residualNorm'>[] = sized.map((shape) => ({
  name: nameOf(shape),
  batch: shape.batch,
  operation: {
    op: 'residualNorm',
    rows: shape.rows,
    x: 'x',
    branch: 'branch',
    gamma: 'gamma',
    beta: 'beta',
    epsilon: 1e-5,
    dropout: shape.dropout,
    site: 2,
    normalized: 'normalized',
    inverseDeviation: 'inverseDeviation',
    y: 'y',
  },
  given: {
    x: normal(shape.rows, shape.width),
    branch: normal(shape.rows, shape.width),
    gamma: normal(shape.width),
    beta: normal(shape.width),
  },
  results: { normalized: [shape.rows, shape.width], inverseDeviation: [shape.rows], y: [shape.rows, shape.width] },
  ...sum,
}));

/** All gradients; no gradients of parameters, as where they are frozen. */
const trained = { dGamma: 'dGamma', dBeta: 'dBeta' };
const frozen = {};

export const residualNormBackward: readonly Case<'residualNormBackward'>[] = [
  ...sized.map((shape) => ({ shape, parameters: trained })),
  { shape: sized[1]!, parameters: frozen },
].map(({ shape, parameters }) => ({
  name: `${nameOf(shape)}${parameters === frozen ? ', frozen' : ''}`,
  batch: shape.batch,
  operation: {
    op: 'residualNormBackward',
    rows: shape.rows,
    dY: 'dY',
    gamma: 'gamma',
    dropout: shape.dropout,
    site: 2,
    normalized: 'normalized',
    inverseDeviation: 'inverseDeviation',
    ...parameters,
    dX: 'dX',
    dBranch: 'dBranch',
  },
  given: {
    dY: normal(shape.rows, shape.width),
    gamma: normal(shape.width),
    normalized: normal(shape.rows, shape.width),
    inverseDeviation: uniform(shape.rows),
  },
  results: {
    dX: [shape.rows, shape.width],
    dBranch: [shape.rows, shape.width],
    ...(parameters === trained && { dGamma: [shape.width], dBeta: [shape.width] }),
  },
  ...sum,
}));

/** Word types take the place of segments: the batches have no other numbers of rows with repetitions. */
const embeddings = [
  ...shapes.map((shape) => ({ ...shape, rows: 'rows' as const, segments: false })),
  { batch: small, width: 7, dropout: 0.1, rows: 'rows' as const, segments: true },
  { batch: long, width: 64, dropout: 0, rows: 'rows' as const, segments: true },
  { batch: long, width: 20, dropout: 0, rows: 'places' as const, segments: true },
];

export const embeddingNorm: readonly Case<'embeddingNorm'>[] = embeddings.map(
  ({ batch, width, dropout, rows, segments }) => ({
    name: `${batch.sizes[rows]} ${rows} of ${width}, dropout ${dropout}${segments ? ', segments' : ''}`,
    batch,
    operation: {
      op: 'embeddingNorm',
      rows,
      x: 'x',
      positions: 'table',
      position: rows === 'rows' ? 'position' : 'positionOfPlace',
      ...(segments && { segments: { table: 'segments', segment: rows === 'rows' ? 'typeOf' : 'typeOfPlace' } }),
      gamma: 'gamma',
      beta: 'beta',
      epsilon: 1e-12,
      dropout,
      site: 2,
      normalized: 'normalized',
      inverseDeviation: 'inverseDeviation',
      out: 'out',
    },
    given: {
      x: normal(rows, width),
      table: normal(longestSentence, width),
      ...(segments && { segments: normal(vocabulary, width) }),
      gamma: normal(width),
      beta: normal(width),
    },
    results: { normalized: [rows, width], inverseDeviation: [rows], out: [rows, width] },
    ...sum,
  }),
);

export const embeddingNormBackward: readonly Case<'embeddingNormBackward'>[] = [
  ...embeddings.filter(({ rows }) => rows === 'rows').map((shape) => ({ ...shape, parameters: trained })),
  { ...embeddings[1]!, parameters: frozen },
].map(({ batch, width, dropout, segments, parameters }) => ({
  name: `${batch.sizes.rows} rows of ${width}, dropout ${dropout}${segments ? ', segments' : ''}${parameters === frozen ? ', frozen' : ''}`,
  batch,
  operation: {
    op: 'embeddingNormBackward',
    dOut: 'dOut',
    gamma: 'gamma',
    dropout,
    site: 2,
    normalized: 'normalized',
    inverseDeviation: 'inverseDeviation',
    ...parameters,
    dX: 'dX',
    ...(parameters === trained && { dPositions: { position: 'position', table: 'dTable' } }),
    ...(segments && { dSegments: { segment: 'typeOf', table: 'dSegments' } }),
  },
  given: {
    dOut: normal('rows', width),
    gamma: normal(width),
    normalized: normal('rows', width),
    inverseDeviation: uniform('rows'),
  },
  results: {
    dX: ['rows', width],
    ...(parameters === trained && { dGamma: [width], dBeta: [width], dTable: [longestSentence + 3, width] }),
    ...(segments && { dSegments: [vocabulary, width] }),
  },
  changed: ['dOut'],
  ...sum,
}));
