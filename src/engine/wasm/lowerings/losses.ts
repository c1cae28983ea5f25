import type { CrossEntropy, MeanLoss } from '../../operations/losses.ts';
import { call } from '../command.ts';
import type { Lowering } from './lowering.ts';

export const crossEntropy: Lowering<CrossEntropy> = (o, b) =>
  call('crossEntropy', {
    sentences: 'sentences',
    batchSentences: 'batchSentences',
    classes: b.width(o.logits),
    ...b.addresses(o, 'logits', 'labels', 'weights', 'probabilities', 'loss', 'dLogits'),
  });

export const meanLoss: Lowering<MeanLoss> = (o, b) =>
  o.parts.map((part, i) => {
    const to = b.address(o.losses) + 4 * o.at;
    const count = o.count === 'sentences' ? 'batchSentences' : o.count;
    return call('addMean', { ...b.extent(part), x: b.address(part), count, parts: o.of, add: i > 0, to });
  });
