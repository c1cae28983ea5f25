import { long, pinOddWords, single, small } from '../batches.ts';
import { normal, scaled, uniform } from '../buffers.ts';
import type { Case } from '../case.ts';
import { exact, sum, transcendental } from '../tolerances.ts';

const batches = [
  { name: 'short sentences', batch: small },
  { name: 'one token', batch: single },
  { name: 'long sentences', batch: long },
];

export const gumbel: readonly Case<'gumbel'>[] = batches.map(({ name, batch }, site) => ({
  name,
  batch,
  operation: { op: 'gumbel', site, out: 'out' },
  given: {},
  results: { out: ['rows', 2] },
  ...transcendental,
}));

export const pinLogits: readonly Case<'pinLogits'>[] = batches.map(({ name, batch }) => ({
  name,
  batch: pinOddWords(batch),
  operation: { op: 'pinLogits', logits: 'logits', pinned: 'pinned' },
  given: { logits: normal('types', 2) },
  results: {},
  changed: ['logits'],
  ...exact,
}));

export const sampleKeep: readonly Case<'sampleKeep'>[] = [1, 0.5].flatMap((temperature) =>
  batches.map(({ name, batch }) => ({
    name: `${name}, temperature ${temperature}`,
    batch,
    operation: {
      op: 'sampleKeep' as const,
      logits: 'logits',
      typeOf: 'typeOf',
      noise: 'noise',
      temperature,
      keep: 'keep',
      soft: 'soft',
    },
    given: { logits: normal('types', 2), noise: normal('rows', 2) },
    results: { keep: ['rows'] as const, soft: ['rows'] as const },
    ...transcendental,
  })),
);

export const sampleKeepBackward: readonly Case<'sampleKeepBackward'>[] = [1, 0.5].flatMap((temperature) =>
  batches.map(({ name, batch }) => ({
    name: `${name}, temperature ${temperature}`,
    batch,
    operation: {
      op: 'sampleKeepBackward' as const,
      dKeep: 'dKeep',
      soft: 'soft',
      temperature,
      occurrenceStarts: 'occurrenceStarts',
      occurrences: 'occurrences',
      dLogits: 'dLogits',
    },
    given: { dKeep: normal('rows'), soft: uniform('rows') },
    results: { dLogits: ['types', 2] as const },
    ...sum,
  })),
);

export const keepProbability: readonly Case<'keepProbability'>[] = [
  ...batches.map((entry) => ({ ...entry, spread: 1 })),
  { name: 'logits far apart', batch: small, spread: 60 },
].map(({ name, batch, spread }) => ({
  name,
  batch,
  operation: { op: 'keepProbability', rows: 'rows', logits: 'logits', typeOf: 'typeOf', keep: 'keep' },
  given: { logits: scaled(spread, 'types', 2) },
  results: { keep: ['rows'] },
  ...transcendental,
}));

export const informationLoss: readonly Case<'informationLoss'>[] = [
  ...batches.map((entry) => ({ ...entry, spread: 1 })),
  { name: 'logits far apart', batch: small, spread: 60 },
].flatMap(({ name, batch, spread }) =>
  [true, false].map((gradient) => ({
    name: gradient ? `${name}, gradient added` : name,
    batch,
    operation: {
      op: 'informationLoss' as const,
      logits: 'logits',
      typeOf: 'typeOf',
      occurrenceStarts: 'occurrenceStarts',
      loss: 'loss',
      ...(gradient && { dLogits: 'dLogits' }),
    },
    given: { logits: scaled(spread, 'types', 2), ...(gradient && { dLogits: scaled(0.1, 'types', 2) }) },
    results: { loss: ['rows'] as const },
    changed: gradient ? ['dLogits'] : [],
    ...transcendental,
  })),
);
