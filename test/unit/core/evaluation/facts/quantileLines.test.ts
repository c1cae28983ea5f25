import { expect, it } from 'vitest';
import { quantileLines } from '../../../../../src/core/evaluation/facts/quantileLines.ts';

const columns = (values: readonly number[], first = 0) => ({
  sentences: values.map((_, i) => first + i),
  positions: values.map(() => 0),
  values,
});

it('shows the five strongest activations and three around each other quantile', () => {
  const sample = columns([9, 8, 7, 6, 5, 4, 3, 2, 1], 100);
  const groups = quantileLines({ top: columns([10, 9, 9, 9, 9, 9]), sample });
  expect(groups.map(({ quantile, places }) => [quantile, places.map(({ value }) => value)])).toEqual([
    [1, [10, 9, 9, 9, 9]],
    [0.75, [8, 7, 6]],
    [0.5, [5, 4]],
    [0.25, [3, 2]],
  ]);
});

it('shows each activation once, and no quantile of which none is left', () => {
  const few = columns([3, 2]);
  expect(quantileLines({ top: few, sample: few }).map(({ quantile }) => quantile)).toEqual([1]);
});
