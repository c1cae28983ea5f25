import { expect, test } from 'vitest';
import { RunningMeans } from '../../../../src/core/training/runningMeans.ts';

const step = Float32Array.of(0.5, 2, 4, -1);

test('means weigh each step by its sentences', () => {
  const means = new RunningMeans();
  means.add(Float32Array.of(...step, 0.75), 3, 4);
  means.add(Float32Array.of(...step.map((loss) => 2 * loss), 0.25), 6, 12);
  expect(means.means()).toEqual({
    losses: { crossEntropy: 0.875, importance: 3.5, interaction: 7, information: -1.75, similarity: 0.375 },
    trainAccuracy: 9 / 16,
  });
});

test('sums of earlier versions, without the similarity loss, are continued', () => {
  const earlier = new RunningMeans();
  earlier.add(step, 3, 4);
  const means = new RunningMeans(earlier.sums.subarray(0, RunningMeans.earlierLength));
  means.add(step, 1, 4);
  expect(means.means()).toEqual({
    losses: { crossEntropy: 0.5, importance: 2, interaction: 4, information: -1, similarity: 0 },
    trainAccuracy: 0.5,
  });
});
