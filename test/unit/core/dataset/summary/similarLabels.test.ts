import { expect, test } from 'vitest';
import { quotedLabel, similarLabels } from '../../../../../src/core/dataset/summary/similarLabels.ts';

test('labels of one meaning are grouped, with all in which they differ', () => {
  expect(similarLabels(['Pos', 'neg', 'pos', 'p\u200bos', '5'])).toEqual([
    { labels: ['Pos', 'pos', 'p\u200bos'], differences: 'white space or invisible characters, upper and lower case' },
  ]);
});

test.each([
  ['1', '1.0'],
  ['1', '01'],
  ['1', '+1.'],
  ['-0.50', '-.5'],
  ['90071992547409931', '90071992547409931.0'],
])('%s and %s are one number', (one, other) => {
  expect(similarLabels([one, other])).toMatchObject([{ differences: 'how a number is written' }]);
});

test.each([
  ['1', '-1'],
  ['1', '10'],
  ['0.1', '1'],
  ['90071992547409931', '90071992547409932'],
  ['v1', 'v1.0'],
  ['a', 'b'],
])('%s and %s are two labels', (one, other) => {
  expect(similarLabels([one, other])).toEqual([]);
});

test('a quoted label shows what cannot be seen', () => {
  expect(quotedLabel('h\u00ady per\u00a0link e\u0301')).toBe('"h\\u00ady per\\u00a0link e\\u0301"');
});
