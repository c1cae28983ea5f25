import { describe, expect, it } from 'vitest';
import { CorpusNeuronsTally } from '../../../../src/core/evaluation/corpusNeurons.ts';
import type { Observation } from '../../../../src/core/evaluation/observe.ts';

describe('neurons of a corpus', () => {
  const sentence = (index: number, ids: number[], predicted: number) =>
    ({ index, ids: Int32Array.from(ids), tokens: ids.length, predicted }) as Observation;

  it('are dead, monosemantic or polysemantic by the words of their 20 strongest activations', () => {
    const tally = new CorpusNeuronsTally(3, 2);
    // 15 sentences of the words 5, 6 and i+10. Neuron 0 never fires; 1 fires on words 5 and i+10, more on 5; 2 on all alike.
    for (let i = 0; i < 15; i++) {
      tally.add(Float32Array.of(/**/ 0, 9, 1, /**/ 0, 0, 1, /**/ 0, 2, 1), sentence(i, [5, 6, i + 10], 1));
    }
    const { neurons, ...shares } = tally.report();
    expect(neurons.map(({ label }) => label)).toEqual(['dead', 'monosemantic', 'polysemantic']);
    expect(shares).toMatchObject({ dead: 1 / 3, monosemantic: 1 / 3, polysemantic: 1 / 3 });
    expect(shares.meanTopWordShare).toBeCloseTo((15 / 20 + 7 / 20) / 2);
    expect(neurons[1]!.fires).toBe(30);
    expect(neurons[1]!.words[0]).toEqual([5, 15]);
    expect(neurons[1]!.top.values).toEqual([...Array<number>(15).fill(9), ...Array<number>(5).fill(2)]);
    expect(neurons[1]!.top.sentences.slice(13, 17)).toEqual([13, 14, 0, 1]);
    expect(neurons[1]!.top.positions.slice(13, 17)).toEqual([0, 0, 2, 2]);
    expect(neurons[1]!.meanByClass).toEqual([null, 3.66667]);
    // Equal activations: the first 20 tokens, that is word 5 seven times, word 6 seven times and six others.
    expect(neurons[2]!.words.slice(0, 2)).toEqual([
      [5, 7],
      [6, 7],
    ]);
  });

  it('do not fire below 0, which counts in their mean only', () => {
    const tally = new CorpusNeuronsTally(2, 1);
    tally.add(Float32Array.of(/**/ 1, -0.125, /**/ -0.5, -0.125), sentence(0, [7, 8], 0));
    const { neurons } = tally.report();
    expect(neurons[0]).toMatchObject({ fires: 1, words: [[7, 1]], meanByClass: [0.25] });
    expect(neurons[0]!.histogram.counts.reduce((sum, count) => sum + count)).toBe(1);
    expect(neurons[1]).toMatchObject({ label: 'dead', fires: 0, meanByClass: [-0.125] });
  });

  it('are classified by all their activations if they have fewer than 20', () => {
    const tally = new CorpusNeuronsTally(1, 1);
    tally.add(Float32Array.of(1, 2, 0), sentence(0, [7, 7, 8], 0));
    expect(tally.report().neurons[0]).toMatchObject({ label: 'monosemantic', fires: 2, words: [[7, 2]] });
  });
});
