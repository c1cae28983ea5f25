import { expect, test } from 'vitest';
import { rationaleTables } from '../../../../src/core/evaluation/rationaleTables.ts';
import type { RivalMethod } from '../../../../src/core/evaluation/methodTally.ts';
import { rationale, someEvaluation } from '../runs/someEvaluation.ts';

const method = { curve: [], eraser: null, rationales: {}, milliseconds: 1 };
const rivals = (...methods: readonly RivalMethod[]) => ({
  ...{ sentences: 4, methods },
  completeness: { tolerance: 0.02, meanGap: 0, largestGap: 0, largestShare: 0, beyond: 0 },
});

test('without rivals a table has the mask with its intervals, and a random order', () => {
  expect(rationaleTables(someEvaluation({ rationales: { leaves: rationale }, unit: 'token' }))).toEqual([
    {
      title: 'leaves that are not neutral',
      remark: 'in 4 texts; 25.0 % of the tokens of all texts',
      heads: ['tokens ranked by', 'average precision', 'precision@1', 'token F1', 'IoU F1'],
      rows: [
        ['keep probability', '90.0 ± 5.0', '100.0', '70.0 ± 6.0', '40.0 ± 7.0'],
        ['random order', '30.0', '20.0', '20.0', '10.0'],
      ],
    },
  ]);
  expect(rationaleTables(someEvaluation({ rationales: {} }))).toEqual([]);
});

test('with rivals a table has a row for each ranking', () => {
  const leaves = { ...rationale, averagePrecision: 0.5 };
  const measured = rivals({ ...method, name: 'leave-one-out', rationales: { leaves } });
  const tables = rationaleTables(someEvaluation({ rationales: { leaves: rationale }, rivals: measured }));
  expect(tables.map(({ rows }) => rows)).toEqual([
    [['leave-one-out', '50.0 ± 5.0', '100.0', '70.0 ± 6.0', '40.0 ± 7.0']],
  ]);
});

test('shows the planted words as earlier versions stored them', () => {
  const words = { sentences: 4, averagePrecision: 0.9, randomAveragePrecision: 0.3, precisionAt1: 1 };
  const masked = rationaleTables(someEvaluation({ rationales: { planted: words } }));
  expect(masked).toMatchObject([{ title: 'planted words', remark: 'in 4 texts' }]);
  expect(masked[0]!.rows[1]).toEqual(['random order', '30.0', '–', '–', '–']);
  const measured = rivals({ ...method, name: 'attention', averagePrecision: 0.8 });
  const [table] = rationaleTables(someEvaluation({ rationales: { planted: words }, rivals: measured }));
  expect(table!.rows).toEqual([['attention', '80.0', '–', '–', '–']]);
});
