import { expect, test } from 'vitest';
import { explanationBytes } from '../../../../src/extension/compute/explanationBytes.ts';
import { explanationOf } from '../editor/explanations.ts';

test('estimates kilobytes that grow with the tokens', () => {
  const text = Array.from({ length: 256 }, (_, i) => `word${i}`).join(' ');
  expect(explanationBytes(explanationOf(text, [])) / 2 ** 10).toBeCloseTo(84.7, 0);
  expect(explanationBytes(explanationOf('word', [])) / 2 ** 10).toBeCloseTo(1, 1);
});
