import { describe, expect, it } from 'vitest';
import type { Neuron, NeuronPair } from '../../../../src/protocol/compare.ts';
import { neuronRows, type Sorting, type Transition } from '../../../../webview/compare/neuronRows.ts';

const neuron = (index: number, label: Neuron['label']): Neuron => ({ index, label, words: [] });
const pairs: readonly NeuronPair[] = [
  { layer: 0, from: neuron(9, 'monosemantic'), to: neuron(1, 'polysemantic'), correlation: 0.6 },
  { layer: 0, from: neuron(2, 'dead'), to: neuron(2, 'monosemantic'), correlation: null },
  { layer: 1, from: neuron(0, 'monosemantic'), to: neuron(7, 'polysemantic'), correlation: 0.9 },
  { layer: 0, from: neuron(4, 'polysemantic'), to: null, correlation: null },
  { layer: 0, from: null, to: neuron(0, 'monosemantic'), correlation: null },
];
/** Places among the pairs. */
const rows = (transition: Transition | null, sorting: Sorting = 'correlation') =>
  neuronRows(pairs, transition, sorting).map((pair) => pairs.indexOf(pair));

describe('the list of neurons', () => {
  it('has the highest correlations first, then what has none', () => {
    expect(rows(null)).toEqual([2, 0, 1, 3, 4]);
  });

  it('goes by the number in either run, layer by layer, what has none there last', () => {
    expect(rows(null, 'from')).toEqual([1, 3, 0, 2, 4]);
    expect(rows(null, 'to')).toEqual([4, 0, 1, 2, 3]);
  });

  it('has only the neurons of the chosen transition', () => {
    expect(rows({ from: 'monosemantic', to: 'polysemantic' })).toEqual([2, 0]);
    expect(rows({ from: 'polysemantic', to: 'none' })).toEqual([3]);
    expect(rows({ from: 'none', to: 'monosemantic' })).toEqual([4]);
    expect(rows({ from: 'dead', to: 'dead' })).toEqual([]);
  });

  it('leaves the pairs it was given in their order', () => {
    const given = [...pairs];
    neuronRows(given, null, 'to');
    expect(given).toEqual(pairs);
  });
});
