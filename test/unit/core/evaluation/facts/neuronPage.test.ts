import { expect, test } from 'vitest';
import { effectTexts, neuronName } from '../../../../../src/core/evaluation/facts/neuronPage.ts';

test('a neuron is named by its number, after that of its layer if there are several', () => {
  expect(neuronName({ layer: 1, index: 12 }, 6)).toBe('2:12');
  expect(neuronName({ layer: 0, index: 12 }, 1)).toBe('12');
});

test('the effect of a neuron is measured once on each text of its random activations', () => {
  const sample = { sentences: [7, 2, 7], positions: [0, 1, 2], values: [3, 2, 1] };
  expect(effectTexts({ sample })).toEqual([2, 7]);
});
