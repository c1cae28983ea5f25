import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign } from '../../../../src/core/comparison/assignment.ts';

/** The largest sum of any one-to-one assignment, by trying all. */
function best(scores: readonly (readonly number[])[], taken: readonly number[] = []): number {
  const [row, ...rest] = scores;
  if (!row) return 0;
  const columns = row.map((_, column) => column).filter((column) => !taken.includes(column));
  const given = columns.map((column) => row[column]! + best(rest, [...taken, column]));
  const others = rest.length >= columns.length ? [best(rest, taken)] : [];
  return Math.max(...given, ...others, ...(columns.length === 0 ? [0] : []));
}

const matrix = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 })).chain(([rows, columns]) => {
  const score = fc.integer({ min: -8, max: 8 }).map((value) => value / 8);
  const row = fc.array(score, { minLength: columns, maxLength: columns });
  return fc.array(row, { minLength: rows, maxLength: rows });
});

describe('an assignment', () => {
  it('has the largest sum of all assignments, for any shape', () => {
    fc.assert(
      fc.property(matrix, (scores) => {
        const [rows, columns] = [scores.length, scores[0]!.length];
        const found = Array.from(assign(Float32Array.from(scores.flat()), rows, columns));
        const given = found.filter((column) => column >= 0);
        expect(given).toHaveLength(Math.min(rows, columns));
        expect(new Set(given).size).toBe(given.length);
        const sum = found.reduce((total, column, row) => total + (column < 0 ? 0 : scores[row]![column]!), 0);
        expect(sum).toBeCloseTo(best(scores), 10);
      }),
      { numRuns: 300 },
    );
  });

  it('is better than a greedy choice', () => {
    expect(Array.from(assign(Float32Array.of(0.9, 0.8, 0.8, 0.1), 2, 2))).toEqual([1, 0]);
  });
});
