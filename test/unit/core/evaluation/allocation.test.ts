import { expect, it } from 'vitest';
import { forEachAllocation, tokensPerNeuron } from '../../../../src/core/evaluation/allocation.ts';

/** Three tokens, four neurons. */
const hidden = Float32Array.of(/**/ 1, 0.5, 0.49, 0, /**/ 0, 0, 0, 0, /**/ 0, 3, 2, 0);

it('a token is allocated the neurons that reach the share of its strongest neuron', () => {
  const found: number[][] = [];
  forEachAllocation(hidden, 4, 0.5, (token, neuron, activation) => found.push([token, neuron, activation]));
  expect(found).toEqual([
    [0, 0, 1],
    [0, 1, 0.5],
    [2, 1, 3],
    [2, 2, 2],
  ]);
});

it('counts the tokens of each neuron', () => {
  expect([...tokensPerNeuron(hidden, 4, 0.5)]).toEqual([1, 2, 1, 0]);
});
