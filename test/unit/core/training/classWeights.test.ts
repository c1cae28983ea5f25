import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/common/userError.ts';
import type { Sentences } from '../../../../src/core/evaluation/observe.ts';
import { classWeights, exampleFactors } from '../../../../src/core/training/classWeights.ts';
import { tinyExperiment } from './tinyTraining.ts';

const classes = ['bad', 'good', 'mixed'];

function splitOf(labels: readonly number[]): Sentences {
  return { length: labels.length, label: (i) => labels[i]!, ids: () => Int32Array.of(2) };
}

function weightsOf(setting: unknown, labels: readonly number[] = [0, 0, 0, 0, 1, 1, 1, 2]) {
  const { training } = tinyExperiment({ classWeights: setting });
  return classWeights(training, { classes, train: splitOf(labels) });
}

describe('classWeights', () => {
  it('gives none by default', () => {
    expect(weightsOf(null)).toBe(null);
  });

  it('balances the classes like scikit-learn: n / (classes · count)', () => {
    expect(weightsOf('balanced')).toEqual([8 / (3 * 4), 8 / (3 * 3), 8 / (3 * 1)]);
  });

  it('takes the numbers of a file by class name, in the order of the classes', () => {
    expect(weightsOf({ mixed: 5, bad: 1, good: 0.5 })).toEqual([1, 0.5, 5]);
  });

  it('refuses a name that is no class and proposes the one that was meant', () => {
    const refused = () => weightsOf({ bad: 1, god: 1, mixed: 1 });
    expect(refused).toThrow(UserError);
    expect(refused).toThrow(
      'training.classWeights names "god", which is not a class of the data; did you mean "good"?',
    );
  });

  it('refuses numbers that leave out a class', () => {
    expect(() => weightsOf({ bad: 1, mixed: 1 })).toThrow('training.classWeights has no weight for class "good"');
  });

  it('refuses to balance a class without texts', () => {
    expect(() => weightsOf('balanced', [0, 1, 1])).toThrow('class "mixed" has no text in the training split');
  });
});

describe('exampleFactors', () => {
  it('makes the mean of the losses the weighted mean of PyTorch', () => {
    const weights = [1, 4, 2];
    const labels = [0, 1, 1, 2, 0];
    const losses = [0.3, 1.2, 0.1, 0.7, 2];
    const factors = exampleFactors(
      weights,
      labels.map((label) => ({ ids: Int32Array.of(2), label })),
    );
    const mean = losses.reduce((sum, loss, i) => sum + factors[i]! * loss, 0) / labels.length;
    expect(mean).toBeCloseTo((1 * 0.3 + 4 * 1.2 + 4 * 0.1 + 2 * 0.7 + 1 * 2) / (1 + 4 + 4 + 2 + 1), 6);
  });
});
