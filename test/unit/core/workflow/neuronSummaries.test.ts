import { describe, expect, test } from 'vitest';
import { findNeurons, type NeuronSummary } from '../../../../src/core/workflow/neuronSummaries.ts';

const neuron = (index: number, words: readonly string[], figures: Partial<NeuronSummary> = {}): NeuronSummary => ({
  ...{ layer: 0, index, corpus: 'polysemantic', words, otherWords: ['Film'] },
  ...{ averagePrecision: 0.5, random: 0.25, purity: 0.5, fires: 10 },
  ...figures,
});
const neurons = [
  neuron(0, [], { averagePrecision: null, random: null, purity: null, fires: 0, otherWords: [] }),
  neuron(1, ['funny', 'odd'], { averagePrecision: 0.6, random: 0.5, purity: 0.9 }),
  neuron(2, ['dull'], { fires: 12 }),
  neuron(3, ['unfunny']),
];
const found = (...args: [string, Parameters<typeof findNeurons>[2]]) =>
  findNeurons(neurons, ...args).map(({ index }) => index);

describe('a list of neurons', () => {
  test('has those for which a word contains the text, in the order of their numbers or by a measure', () => {
    expect(found('Funny', 'number')).toEqual([1, 3]);
    expect(found('film ', 'number')).toEqual([1, 2, 3]);
    expect(found('', 'label')).toEqual([2, 3, 1, 0]); // by how far the label is above a random order
    expect(found('', 'purity')).toEqual([1, 2, 3, 0]);
    expect(found('', 'fires')).toEqual([2, 1, 3, 0]);
  });
});
