import { expect, test } from 'vitest';
import { VarianceTally } from '../../../../../src/core/evaluation/features/varianceTally.ts';

test('measures what a reconstruction misses of the variance at the tokens of the text', async () => {
  const tally = new VarianceTally();
  // Three tokens, of which the first is special: activations 9, 1 and 3 have the mean 2 at the other two.
  const sentence = {
    activations: Float32Array.of(9, 1, 3),
    features: Float32Array.of(0, 1, 2),
    content: Int32Array.of(1, 2),
  };
  await tally.add(sentence, { units: 1, decode: async (features) => features });
  expect(tally.unexplained()).toBe(0.5); // (1 − 1)² + (3 − 2)² of (1 − 2)² + (3 − 2)²
});
