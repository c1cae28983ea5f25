import type { SimilarityLoss } from '../../operations/similarity.ts';
import { call } from '../command.ts';
import type { Lowering } from './lowering.ts';

export const similarityLoss: Lowering<SimilarityLoss> = (o, b) => {
  const width = b.width(o.x);
  const shared = b.addresses(o, 'x', 'content', 'sums', 'scores');
  return [
    call('similarityScores', {
      types: 'types',
      width,
      ...shared,
      ...b.addresses(o, 'occurrenceStarts', 'occurrences'),
    }),
    call('similarityLoss', {
      rows: 'rows',
      sentences: 'sentences',
      batchSentences: 'batchSentences',
      width,
      ...shared,
      ...b.addresses(o, 'typeOf', 'loss'),
      weight: o.gradient?.weight ?? 0,
      dX: b.address(o.gradient?.dX),
    }),
  ];
};
