import { expect, test } from 'vitest';
import { transposed } from '../../../../src/core/runs/transposed.ts';

test('rows become columns', () => {
  expect(Array.from(transposed(Float32Array.of(1, 2, 3, 4, 5, 6), 2))).toEqual([1, 4, 2, 5, 3, 6]);
});
