import { expect, test } from 'vitest';
import { explanationBytes } from '../../../../src/extension/compute/explanationBytes.ts';
import { explanationOf } from '../editor/explanations.ts';

test('estimates three megabytes for a long text and many neurons, and few kilobytes without neurons', () => {
  const text = Array.from({ length: 256 }, (_, i) => `word${i}`).join(' ');
  const tokens = Array.from({ length: 30 }, (_, token) => ({ token, activation: token }));
  const neurons = Array.from({ length: 1024 }, (_, index) => {
    return { layer: 0, index, label: 'polysemantic', activation: 1, tokens } as const;
  });
  expect(explanationBytes(explanationOf(text, [])) / 2 ** 10).toBeCloseTo(28.7, 0);
  expect(explanationBytes(explanationOf(text, [], { neurons })) / 2 ** 20).toBeCloseTo(2.6, 1);
});
