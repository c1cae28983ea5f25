import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MinHeap } from '../../../../../src/core/dataset/subword/minHeap.ts';

it('gives numbers in ascending order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (values) => {
      const heap = new MinHeap();
      for (const value of values) heap.push(value);
      expect([...values, 0].map(() => heap.pop())).toEqual([...values.toSorted((a, b) => a - b), undefined]);
    }),
  );
});
