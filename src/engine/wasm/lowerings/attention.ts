import type { Attention, AttentionBackward, AttentionWeights, InteractionLoss } from '../../operations/attention.ts';
import type { BufferMap } from '../bufferMap.ts';
import { call } from '../command.ts';
import { ownMemory, type Lowering } from './lowering.ts';

const heads = (o: { qkv: string; heads: number; starts: string; keys: string }, b: BufferMap) =>
  ({
    sentences: 'sentences',
    width: b.width(o.qkv) / 3,
    heads: o.heads,
    ...b.addresses(o, 'qkv', 'starts', 'keys'),
    ...ownMemory,
  }) as const;

export const attention: Lowering<Attention> = (o, b) =>
  call('attention', {
    ...heads(o, b),
    cut: b.address(o.cut?.pairs),
    pairStarts: b.address(o.cut?.pairStarts),
    ...b.addresses(o, 'out'),
  });

export const attentionWeights: Lowering<AttentionWeights> = (o, b) =>
  call('attentionWeights', { ...heads(o, b), ...b.addresses(o, 'pairStarts', 'weights') });

export const interactionLoss: Lowering<InteractionLoss> = (o, b) =>
  call('interactionLoss', { ...heads(o, b), ...b.addresses(o, 'content', 'loss') });

export const attentionBackward: Lowering<AttentionBackward> = (o, b) =>
  call('attentionBackward', {
    ...heads(o, b),
    pairs: 'contentPairs',
    weight: o.interaction?.weight ?? 0,
    content: b.address(o.interaction?.content),
    loss: b.address(o.interaction?.loss),
    ...b.addresses(o, 'dOut', 'dQkv'),
  });
