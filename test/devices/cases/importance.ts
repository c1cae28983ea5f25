import type { Batch } from '../../../src/engine/program.ts';
import { long, padded, single, small } from '../batches.ts';
import { scaled, withZeroRows } from '../buffers.ts';
import type { Case } from '../case.ts';
import { sum } from '../tolerances.ts';

/** The mean is over fewer rows than the batch has. */
const special: Batch = { ...small, sizes: { ...small.sizes, contentRows: 8 } };

const shapes = [
  { name: 'short sentences', batch: small, width: 20, zeroRows: [] },
  { name: 'rows of zero', batch: small, width: 20, zeroRows: [1, 5, 6, 10] },
  { name: 'only rows of zero', batch: small, width: 5, zeroRows: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
  { name: 'one token', batch: single, width: 16, zeroRows: [] },
  { name: 'padded rows, which count', batch: padded, width: 6, zeroRows: [0] },
  { name: 'long sentences', batch: long, width: 64, zeroRows: [2, 3, 69, 70, 126] },
  { name: 'an odd width', batch: long, width: 37, zeroRows: [5] },
  { name: 'special tokens', batch: special, width: 20, zeroRows: [0, 4, 10] },
];

const forms = [
  { gradient: 'none', cosine: false },
  { gradient: 'set', cosine: false },
  { gradient: 'added', cosine: false },
  { gradient: 'none', cosine: true },
  { gradient: 'added', cosine: true },
] as const;

export const importanceLoss: readonly Case<'importanceLoss'>[] = shapes.flatMap(({ name, batch, width, zeroRows }) =>
  forms.map(({ gradient, cosine }) => ({
    name: [name, cosine ? 'cosine' : [], gradient === 'none' ? [] : `gradient ${gradient}`].flat().join(', '),
    batch,
    operation: {
      op: 'importanceLoss' as const,
      x: 'x',
      starts: 'starts',
      scale: 1 / Math.sqrt(width),
      ...(cosine && { cosine }),
      loss: 'loss',
      ...(gradient !== 'none' && { gradient: { weight: 1.5, dX: { buffer: 'dX', add: gradient === 'added' } } }),
    },
    given: {
      x: withZeroRows(zeroRows, 'rows', width),
      ...(gradient === 'added' && { dX: scaled(0.01, 'rows', width) }),
    },
    results: { loss: ['rows'] as const, ...(gradient === 'set' && { dX: ['rows', width] as const }) },
    changed: gradient === 'added' ? ['dX'] : [],
    ...sum,
  })),
);
