import { expect, test } from 'vitest';
import { learningRateAt } from '../../../../src/core/training/schedule.ts';

const rates = (warmupSteps: number, decay: 'none' | 'linear', steps: number) =>
  Array.from({ length: steps }, (_, i) => learningRateAt({ learningRate: 8, warmupSteps, decay }, i + 1, steps));

test('rises linearly over the warm-up, then is constant', () => {
  expect(rates(4, 'none', 6)).toEqual([2, 4, 6, 8, 8, 8]);
  expect(rates(0, 'none', 2)).toEqual([8, 8]);
});

test('takes a warm-up below 1 as a share of all steps', () => {
  expect(rates(0.5, 'none', 8)).toEqual(rates(4, 'none', 8));
  expect(rates(0.1, 'none', 11)).toEqual(rates(2, 'none', 11));
});

test('falls linearly after the warm-up, and would be 0 after the last step', () => {
  expect(rates(0, 'linear', 4)).toEqual([8, 6, 4, 2]);
  expect(rates(2, 'linear', 6)).toEqual([4, 8, 8, 6, 4, 2]);
});

test('does not fall where all steps are warm-up', () => {
  expect(rates(4, 'linear', 2)).toEqual([2, 4]);
  expect(rates(2, 'linear', 2)).toEqual([4, 8]);
});
