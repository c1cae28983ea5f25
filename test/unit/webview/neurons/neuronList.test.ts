import { describe, expect, it } from 'vitest';
import type { ListedNeuron } from '../../../../src/protocol/neurons.ts';
import { findNeurons, rowsSeen, scrolledTo } from '../../../../webview/neurons/neuronList.ts';

const neuron = (layer: number, index: number, words: readonly string[], averagePrecision: number | null = 0.5) => ({
  ...{ layer, index, words, averagePrecision, otherWords: ['Film'], corpus: 'polysemantic' as const },
  ...{ random: averagePrecision === null ? null : 0.25, purity: index / 100, fires: index },
});
const neurons: readonly ListedNeuron[] = [
  neuron(0, 1, [], null),
  neuron(0, 12, ['funny']),
  neuron(1, 12, ['dull'], 0.75),
  neuron(1, 40, ['unfunny'], 0.3),
];
const found = (...args: [string, Parameters<typeof findNeurons>[2]]) =>
  findNeurons(neurons, ...args).map(({ layer, index }) => `${layer + 1}:${index}`);

describe('the list of all neurons', () => {
  it('has those with a word that contains the text, or with this number', () => {
    expect(found('Funny', 'number')).toEqual(['1:12', '2:40']);
    expect(found('12', 'number')).toEqual(['1:12', '2:12']);
    expect(found('2:12', 'number')).toEqual(['2:12']);
    expect(found('film', 'number')).toHaveLength(4);
  });

  it('is sorted by what labels predict beyond a random order, by purity or by tokens, what lacks it last', () => {
    expect(found('', 'label')).toEqual(['2:12', '1:12', '2:40', '1:1']);
    expect(found('', 'purity')).toEqual(['2:40', '1:12', '2:12', '1:1']);
    expect(found('', 'fires')).toEqual(['2:40', '1:12', '2:12', '1:1']);
  });

  it('draws only the rows that are seen, and some around them', () => {
    expect(rowsSeen(0, 100, 10, 36_864)).toEqual({ from: 0, to: 16 });
    expect(rowsSeen(10_000, 100, 10, 36_864)).toEqual({ from: 994, to: 1016 });
    expect(rowsSeen(10_000, 100, 10, 3)).toEqual({ from: 3, to: 3 });
    expect(scrolledTo(50, 0, 100, 10)).toBe(410);
    expect(scrolledTo(3, 100, 100, 10)).toBe(30);
    expect(scrolledTo(12, 100, 100, 10)).toBe(100);
  });
});
