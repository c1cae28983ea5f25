import { describe, expect, it } from 'vitest';
import type { ExplainedNeuron } from '../../../../src/protocol/neurons.ts';
import { isIn, labelled, randomLike, sizeOf, toggled } from '../../../../webview/neurons/neuronSets.ts';
import type { Layer } from '../../../../webview/neurons/inspection.ts';

const neuron = (index: number, label: ExplainedNeuron['label']): ExplainedNeuron => ({
  ...{ layer: 0, index, label },
  activation: 1,
  tokens: [],
});
/** Two tokens, five neurons, of which 1, 2 and 4 fire. */
const layer: Layer = {
  activations: Float32Array.of(0, 3, 0, 0, 1, 0, 0, 2, 0, 0),
  neurons: 5,
  allocated: [neuron(4, 'monosemantic'), neuron(1, 'polysemantic'), neuron(2, 'monosemantic')],
  largest: 3,
};
const silent: Layer = { activations: new Float32Array(10), neurons: 5, allocated: [], largest: 0 };

describe('neurons that are off', () => {
  it('are one more, or one less, in the layer of the switch alone', () => {
    expect(toggled([], 1, 3)).toEqual([[], [3]]);
    expect(toggled([[2], [7]], 1, 3)).toEqual([[2], [3, 7]]);
    expect(toggled([[2], [3, 7]], 1, 3)).toEqual([[2], [7]]);
  });

  it('are found by layer and number', () => {
    expect([isIn([[2], [3]], 0, 2), isIn([[2], [3]], 0, 3), isIn([[2]], 5, 2)]).toEqual([true, false, false]);
    expect(sizeOf([[2], [], [3, 4]])).toBe(3);
  });

  it('are all of a label in the text', () => {
    expect(labelled([layer, silent], 'monosemantic')).toEqual([[4, 2], []]);
  });
});

describe('as many at random', () => {
  it('are as many of each layer as fire there, each of them once', () => {
    for (const value of [0, 0.4, 0.999]) {
      const [drawn] = randomLike([[0, 3], [1]], [layer, silent], () => value);
      expect(new Set(drawn).size).toBe(2);
      expect([1, 2, 4]).toEqual(expect.arrayContaining([...drawn!]));
    }
    expect(randomLike([[0, 1, 2, 3], [1]], [layer, silent], () => 0.5)).toEqual([[1, 2, 4], []]);
  });

  it('can be any of those that fire', () => {
    const draws = [0, 0.34, 0.67].map((value) => randomLike([[0]], [layer], () => value)[0]);
    expect(draws).toEqual([[1], [2], [4]]);
  });
});
