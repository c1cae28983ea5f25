import { expect, test } from 'vitest';
import { attentionReceived } from '../../../../../src/core/evaluation/attribution/attentionReceived.ts';
import type { Observation } from '../../../../../src/core/evaluation/observe.ts';
import type { ModelShape } from '../../../../../src/core/model/modelShape.ts';

test('attention received is the mean over heads, layers and real tokens', () => {
  // 2 real tokens in 3 rows; one line per row of each head. The attention of padded rows does not count.
  const padded = [9, 9, 9];
  const one = Float32Array.from([0.2, 0.8, 0, 0.6, 0.4, 0, ...padded, 1, 0, 0, 0, 1, 0, ...padded]);
  const two = Float32Array.from([0.5, 0.5, 0, 0.5, 0.5, 0, ...padded, 0.1, 0.9, 0, 0.3, 0.7, 0, ...padded]);
  const observation = { weights: [one, two], rows: 3, tokens: 2 } as unknown as Observation;
  const [first, second] = attentionReceived(observation, { heads: 2, layers: 2 } as ModelShape);
  expect(first).toBeCloseTo((0.2 + 0.6 + 1 + 0 + 0.5 + 0.5 + 0.1 + 0.3) / 8);
  expect(second).toBeCloseTo((0.8 + 0.4 + 0 + 1 + 0.5 + 0.5 + 0.9 + 0.7) / 8);
});
