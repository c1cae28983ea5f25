import { expect, test } from 'vitest';
import { hintText } from '../../../../src/extension/editor/hintText.ts';

const classes = ['bad', 'good'];
const space = '\u00a0';

test.each([
  ['good', 'good', `good${space}✓`],
  ['bad', 'good', `bad${space}${space}✗`],
  ['bad', null, `bad${space}${space}`],
])('a prediction of %j for a line labelled %j is the hint %j', (predicted, label, text) => {
  expect(hintText(predicted, label, classes)).toBe(text);
});

test('a hint is one line, and a long class is cut', () => {
  const long = `a\n ${'x'.repeat(40)}`;
  expect(hintText(long, null, [long])).toBe(`a ${'x'.repeat(27)}…${space}`);
});
