import { expect, test } from 'vitest';
import { dataLines, dataTable } from '../../../../../src/core/dataset/summary/describeData.ts';
import { someSummary } from './someSummary.ts';

test('a summary without losses takes three lines', () => {
  expect(dataLines(someSummary())).toEqual([
    '1,600 training, 200 dev and 200 test texts; classes ham 75.0 %, spam 25.0 %',
    'vocabulary 5,120 words; unknown words 5.0 % in dev, 10.0 % in test',
    'tokens per text: median 8, 95 % at most 12, longest 15; none is cut',
  ]);
});

test('a fourth line has the rows left out', () => {
  const [, , lengths, leftOut] = dataLines(someSummary({ leftOut: { otherClasses: 1, balanced: 0, empty: 1200 } }, 3));
  expect(lengths).toMatch(/longest 15; 3 texts cut at 12 \(0\.0 % of all tokens\)$/);
  expect(leftOut).toBe('left out: 1 row of other classes, 1,200 rows without text or label');
});

const manyClasses = Array.from({ length: 20 }, (_, i) => ({
  name: `class ${i}`,
  train: i + 1,
  dev: 1,
  test: i < 3 ? 1 : 0,
}));

test('of many classes the largest and the smallest are named', () => {
  expect(dataLines(someSummary({ classes: manyClasses }))[0]).toMatch(
    /; 20 classes, from class 19 9\.5 % to class 0 0\.5 %$/,
  );
});

test('a table has a row per split and a column per class', () => {
  const { columns, rows, leftOut } = dataTable(someSummary({}, 3));
  expect(columns).toEqual([
    'split',
    'texts',
    'ham',
    'spam',
    'tokens, median',
    '95\u00a0%',
    'longest',
    'cut',
    'unknown words',
  ]);
  expect(rows[0]).toEqual([
    'train',
    '1,600',
    '1,200 (75.0 %)',
    '400 (25.0 %)',
    '8',
    '12',
    '15',
    '3 (0.1 % of tokens)',
    '0.0 %',
  ]);
  expect(rows[1]!.slice(7)).toEqual(['0', '5.0 %']);
  expect(leftOut).toBeNull();
});

test('a table of many classes has their number and the largest, a dash where there are no labels', () => {
  const { columns, rows } = dataTable(someSummary({ classes: manyClasses.map((each) => ({ ...each, test: 0 })) }));
  expect(columns.slice(2, 4)).toEqual(['classes', 'largest class']);
  expect(rows.map((cells) => cells.slice(2, 4))).toEqual([
    ['20', 'class 19 9.5 %'],
    ['20', 'class 0 5.0 %'],
    ['–', '–'],
  ]);
});
