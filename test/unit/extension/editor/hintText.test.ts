import { expect, test } from 'vitest';
import { hintText } from '../../../../src/extension/editor/hintText.ts';

test.each([
  ['positive', 'positive', 'positive ✓'],
  ['negative', 'positive', 'negative ✗'],
  ['negative', null, 'negative'],
  ['a\n b', 'a', 'a b ✗'],
  ['x'.repeat(40), null, `${'x'.repeat(29)}…`],
])('a prediction of %j for a line labelled %j is the hint %j', (predicted, label, text) => {
  expect(hintText(predicted, label)).toBe(text);
});
