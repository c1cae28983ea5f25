import type { Batch } from '../../../src/engine/program.ts';
import { long, padded, single, small } from '../batches.ts';
import { bits, normal, scaled, withZeroRows } from '../buffers.ts';
import type { Case } from '../case.ts';
import { sum } from '../tolerances.ts';

/** A part of a batch of twice as many sentences. */
const half: Batch = {
  ...small,
  part: { firstRow: 0, firstSentence: 0, batchSentences: 2 * small.sizes.sentences, room: small.sizes },
};

const situations = [
  { name: 'short sentences', batch: small, width: 20, content: false },
  { name: 'special tokens', batch: small, width: 20, content: true },
  { name: 'one token', batch: single, width: 16, content: false },
  { name: 'padded rows, which count', batch: padded, width: 6, content: false },
  { name: 'an odd width', batch: long, width: 37, content: true },
  { name: 'a part of a batch', batch: half, width: 16, content: false },
];

export const similarityLoss: readonly Case<'similarityLoss'>[] = situations.flatMap(({ name, batch, width, content }) =>
  [false, true].map((gradient) => ({
    name: gradient ? `${name}, gradient` : name,
    batch,
    operation: {
      op: 'similarityLoss' as const,
      ...{ x: 'x', typeOf: 'typeOf', occurrenceStarts: 'occurrenceStarts', occurrences: 'occurrences' },
      ...(content && { content: 'content' }),
      ...{ sums: 'sums', scores: 'scores', loss: 'loss' },
      ...(gradient && { gradient: { weight: 1.5, dX: 'dX' } }),
    },
    given: {
      x: batch === small ? withZeroRows([3], 'rows', width) : normal('rows', width),
      ...(content && { content: bits('rows') }),
      ...(gradient && { dX: scaled(0.01, 'rows', width) }),
    },
    results: { sums: ['types', width] as const, scores: [3, width] as const, loss: ['sentences'] as const },
    changed: gradient ? ['dX'] : [],
    ...sum,
  })),
);
