import { expect, test } from 'vitest';
import { weightedRidge } from '../../../../../src/core/evaluation/attribution/weightedRidge.ts';

const present = [[0, 1, 2], [0], [1, 2], [2], [], [0, 2]].map((features) => Int32Array.from(features));
const values = [3, 1, -2, 0.5, 0.25, 4];
const weights = [1, 0.5, 2, 0.25, 0.125, 1.5];

/** Of the penalized sum of squares, with the intercept that is best for the coefficients. */
function loss(coefficients: readonly number[], penalty: number): number {
  const rest = present.map((features, s) => values[s]! - features.reduce((sum, f) => sum + coefficients[f]!, 0));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const intercept = rest.reduce((sum, value, s) => sum + weights[s]! * value, 0) / total;
  const squares = rest.reduce((sum, value, s) => sum + weights[s]! * (value - intercept) ** 2, 0);
  return squares + penalty * coefficients.reduce((sum, value) => sum + value ** 2, 0);
}

test.each([0.01, 1])('finds the least penalized sum of squares, penalty %s', (penalty) => {
  const found = [...weightedRidge(present, values, weights, 3, penalty)];
  for (let f = 0; f < 3; f++) {
    for (const step of [-1e-3, 1e-3]) {
      const other = found.map((value, i) => (i === f ? value + step : value));
      expect(loss(other, penalty)).toBeGreaterThan(loss(found, penalty));
    }
  }
});
