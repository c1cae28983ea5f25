import type {
  EmbeddingNorm,
  EmbeddingNormBackward,
  ResidualNorm,
  ResidualNormBackward,
} from '../../operations/norm.ts';
import type { BufferMap } from '../bufferMap.ts';
import { call, type Command } from '../command.ts';
import { dropoutArguments } from './dropout.ts';
import { scratch, type Lowering } from './lowering.ts';

export const embeddingNorm: Lowering<EmbeddingNorm> = (o, b) =>
  call('embeddingNorm', {
    rows: o.rows,
    width: b.width(o.x),
    epsilon: o.epsilon,
    ...b.addresses(o, 'x', 'positions', 'position', 'gamma', 'beta', 'normalized', 'inverseDeviation', 'out'),
    segments: b.address(o.segments?.table),
    segment: b.address(o.segments?.segment),
    ...dropoutArguments(o),
    ...scratch,
  });

export const embeddingNormBackward: Lowering<EmbeddingNormBackward> = (o, b) => [
  call('embeddingNormBackward', {
    rows: 'rows',
    width: b.width(o.dX),
    partial: b.partial,
    ...b.addresses(o, 'dOut', 'gamma', 'normalized', 'inverseDeviation', 'dGamma', 'dBeta', 'dX'),
    ...dropoutArguments(o),
    ...scratch,
  }),
  ...(o.dPositions ? [sumByIndex(o.dX, o.dPositions.position, o.dPositions.table, b)] : []),
  ...(o.dSegments ? [sumByIndex(o.dX, o.dSegments.segment, o.dSegments.table, b)] : []),
];

export const residualNorm: Lowering<ResidualNorm> = (o, b) =>
  call('residualNorm', {
    rows: o.rows,
    width: b.width(o.x),
    epsilon: o.epsilon,
    ...b.addresses(o, 'x', 'branch', 'gamma', 'beta', 'normalized', 'inverseDeviation', 'y'),
    ...dropoutArguments(o),
    ...scratch,
  });

export const residualNormBackward: Lowering<ResidualNormBackward> = (o, b) =>
  call('residualNormBackward', {
    rows: o.rows,
    width: b.width(o.dY),
    partial: b.partial,
    ...b.addresses(o, 'dY', 'gamma', 'normalized', 'inverseDeviation', 'dGamma', 'dBeta', 'dX', 'dBranch'),
    ...dropoutArguments(o),
    ...scratch,
  });

/** Gradient of a table whose rows `index` were added to rows of gradient dX. */
function sumByIndex(dX: string, index: string, table: string, b: BufferMap): Command {
  const tableRows = b.dimension(table, 0);
  const addresses = { x: b.address(dX), index: b.address(index), table: b.address(table) };
  return call('sumByIndex', { rows: 'rows', width: b.width(dX), tableRows, ...addresses });
}
