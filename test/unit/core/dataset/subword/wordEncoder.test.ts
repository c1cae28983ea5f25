import { expect, it, vi } from 'vitest';
import { cached } from '../../../../../src/core/dataset/subword/wordEncoder.ts';

it('encodes a word once, unless it is long', () => {
  const encode = vi.fn((word: string) => ({ ids: [word.length], starts: [0], ends: [word.length] }));
  const encodeCached = cached(encode);
  const [short, long, endless] = ['tea', 'unbelievably long 🙂', 'x'.repeat(1000)] as const;
  const ids = [short, long, endless, short, long, endless].map((word) => encodeCached(word).ids);
  expect(ids).toEqual([[3], [20], [1000], [3], [20], [1000]]);
  expect(encode.mock.calls.flat()).toEqual([short, long, endless, endless]);
});
