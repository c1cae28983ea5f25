import { describe, expect, it } from 'vitest';
import type { ExplainedNeuron } from '../../../../src/protocol/neurons.ts';
import { byEffect, neuronOrder, type NeuronOrder } from '../../../../webview/neurons/neuronOrder.ts';

// Two tokens, five neurons.
const activations = Float32Array.of(0, 3, 1, 0.5, 0, 2, 0, 1, 4, 0);
const neuron = (index: number, label: ExplainedNeuron['label']): ExplainedNeuron => ({
  layer: 0,
  index,
  label,
  activation: 1,
  tokens: [],
});
const allocated = [neuron(1, 'polysemantic'), neuron(2, 'monosemantic'), neuron(0, 'monosemantic')];
const ordered = (order: NeuronOrder) => [...neuronOrder({ activations, neurons: 5, allocated }, order)];

describe('neuronOrder', () => {
  it('leaves the neurons in the order of their numbers', () => {
    expect(ordered('index')).toEqual([0, 1, 2, 3, 4]);
  });

  it('puts the neuron of the largest activation first', () => {
    expect(ordered('activity')).toEqual([3, 1, 0, 2, 4]);
  });

  it('puts monosemantic before polysemantic before unused neurons, each by activation', () => {
    expect(ordered('label')).toEqual([0, 2, 1, 3, 4]);
  });

  it('goes by the activation at one token, equal ones by number', () => {
    expect(ordered({ token: 0 })).toEqual([1, 2, 3, 0, 4]);
    expect(ordered({ token: 1 })).toEqual([3, 0, 2, 1, 4]);
  });
});

describe('byEffect', () => {
  it('puts the largest effect first, whichever way it goes, and unknown ones last', () => {
    const unknown = [Float32Array.of(NaN, 0.1, 0.4)];
    expect(byEffect(allocated, unknown).map(({ index }) => index)).toEqual([2, 1, 0]);
    expect(byEffect(allocated, [Float32Array.of(-0.5, 0.1, 0.4, 9, 9)]).map(({ index }) => index)).toEqual([0, 2, 1]);
  });
});
