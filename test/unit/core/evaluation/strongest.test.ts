import { expect, it } from 'vitest';
import { Strongest } from '../../../../src/core/evaluation/strongest.ts';

it('keeps the largest values, the earlier of equal ones', () => {
  const strongest = new Strongest(2, 3);
  [4, 1, 4, 5, 4, 6].forEach((value, i) => strongest.add(1, value, i, 10 + i, 20 + i));
  expect(strongest.of(1)).toEqual({
    values: [6, 5, 4],
    sentences: [5, 3, 0],
    positions: [15, 13, 10],
    words: [25, 23, 20],
  });
  expect(strongest.of(0).values).toEqual([]);
});
