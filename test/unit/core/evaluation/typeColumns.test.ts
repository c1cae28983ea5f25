import { describe, expect, it } from 'vitest';
import { textsWith, typeAt, TypeColumns } from '../../../../src/core/evaluation/typeColumns.ts';

/** Texts of word types. */
function splitOf(...texts: readonly (readonly number[])[]) {
  return { length: texts.length, ids: (i: number) => Int32Array.from(texts[i]!), label: () => 0 };
}

describe('the columns of word types', () => {
  const split = splitOf([7, 5, 7], [5, 7, 9], [4], [8]);

  it('are one per type, the most frequent first, where the sums fit into memory', () => {
    const columns = new TypeColumns(split, 100);
    expect(columns.types).toEqual([[7], [5], [4], [8], [9]]);
    expect(columns.of(8)).toBe(3);
  });

  it('are shared by rarer types where they do not', () => {
    const columns = new TypeColumns(split, 100, 4 * 100 * 3);
    expect(columns.types).toEqual([[7], [5], [4, 8, 9]]);
    expect([columns.of(4), columns.of(9)]).toEqual([2, 2]);
  });

  it('have one for the padding of a text without tokens', () => {
    expect(new TypeColumns(splitOf([], [3]), 1).types).toEqual([[0], [3]]);
    expect(typeAt(Int32Array.of(), 0)).toBe(0);
  });

  it('say which texts have some of the types', () => {
    expect(Array.from(textsWith(split, new Set([5, 8])))).toEqual([0, 1, 3]);
    expect(Array.from(textsWith(splitOf([], [3]), new Set([0])))).toEqual([0]);
    expect(Array.from(textsWith(split, new Set()))).toEqual([]);
  });
});
