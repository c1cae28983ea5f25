import { describe, expect, it } from 'vitest';
import { forEachAllocation } from '../../../../src/core/evaluation/allocation.ts';
import { meanCapacity } from '../../../../src/core/evaluation/capacity.ts';
import { CorpusNeuronsTally } from '../../../../src/core/evaluation/corpusNeurons.ts';
import { Histograms } from '../../../../src/core/evaluation/histogram.ts';
import { InputNeuronsTally } from '../../../../src/core/evaluation/inputNeurons.ts';
import type { Observation } from '../../../../src/core/evaluation/observe.ts';
import { Strongest } from '../../../../src/core/evaluation/strongest.ts';

/** Three tokens, four neurons. */
const hidden = Float32Array.of(/**/ 1, 0.5, 0.49, 0, /**/ 0, 0, 0, 0, /**/ 0, 3, 2, 0);

describe('neurons of a text', () => {
  it("go to the tokens on which they reach the share of the token's strongest neuron", () => {
    const found: number[][] = [];
    forEachAllocation(hidden, 4, 0.5, (token, neuron, activation) => found.push([token, neuron, activation]));
    expect(found).toEqual([
      [0, 0, 1],
      [0, 1, 0.5],
      [2, 1, 3],
      [2, 2, 2],
    ]);
  });

  it('are unused, monosemantic or polysemantic by how many tokens they have, averaged over sentences', () => {
    const tally = new InputNeuronsTally(4, 0.5);
    tally.add(hidden); // neuron 1 is shared, 0 and 2 are not, 3 is unused; 4 allocations, 3 tokens
    tally.add(Float32Array.of(0, 0, 0, 5)); // neuron 3 alone; 1 allocation, 1 token
    const report = tally.report();
    expect(report.unused).toBeCloseTo((1 / 4 + 3 / 4) / 2);
    expect(report.monosemantic).toBeCloseTo((2 / 4 + 1 / 4) / 2);
    expect(report.polysemantic).toBeCloseTo((1 / 4 + 0) / 2);
    expect(report.monosemanticShare).toBeCloseTo(3 / 4);
    expect(report.neuronsPerToken).toBeCloseTo((4 / 3 + 1) / 2);
  });

  it('have no monosemantic share where none fires', () => {
    const tally = new InputNeuronsTally(2, 0.5);
    tally.add(new Float32Array(4));
    expect(tally.report()).toMatchObject({ unused: 1, monosemanticShare: null, neuronsPerToken: 0 });
  });
});

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

  it('are judged by what there is where they fire less than 20 times', () => {
    const tally = new CorpusNeuronsTally(1, 1);
    tally.add(Float32Array.of(1, 2, 0), sentence(0, [7, 7, 8], 0));
    expect(tally.report().neurons[0]).toMatchObject({ label: 'monosemantic', fires: 2, words: [[7, 2]] });
  });
});

describe('histograms', () => {
  it('widen to the power of two above the largest value, whatever the order', () => {
    const values = [0.01, 3, 0.5, 7.9, 2, 0.26, 4];
    const histograms = new Histograms(2);
    for (const value of values) histograms.add(0, value);
    for (const value of values.toReversed()) histograms.add(1, value);
    const { range, counts } = histograms.report(0);
    expect(range).toBe(8);
    const expected = Array<number>(32).fill(0);
    for (const value of values) expected[Math.floor(value * 4)]!++;
    expect(counts).toEqual(expected);
    expect(histograms.report(1)).toEqual(histograms.report(0));
  });

  it('refuse what no range holds', () => {
    expect(() => new Histograms(1).add(0, Infinity)).toThrow(RangeError);
  });
});

it('keeps the strongest values, the earlier one of equals', () => {
  const strongest = new Strongest(2, 3);
  [4, 1, 4, 5, 4, 6].forEach((value, i) => strongest.add(1, value, i, 10 + i, 20 + i));
  expect(strongest.of(1)).toEqual({
    values: [6, 5, 4],
    sentences: [5, 3, 0],
    positions: [15, 13, 10],
    words: [25, 23, 20],
  });
  expect(strongest.of(0).values).toEqual([]);
});

describe('token capacity', () => {
  it('is 1 for a direction of its own, shared among equal tokens, 0 for a zero vector', () => {
    // Rows: e1, e1, 2·e2, 0.
    const x = Float32Array.of(1, 0, 0, 0, 0, /**/ 1, 0, 0, 0, 0, /**/ 0, 2, 0, 0, 0, /**/ 0, 0, 0, 0, 0);
    expect(meanCapacity(x, Int32Array.of(3, 3, 4, 5), 5)).toBeCloseTo((0.5 + 0.5 + 1 + 0) / 4);
  });

  it('is (x_i·x_i)² / Σ_j (x_i·x_j)²', () => {
    const x = Float32Array.of(/**/ 1, 1, /**/ 2, 0);
    expect(meanCapacity(x, Int32Array.of(1, 2), 2)).toBeCloseTo((4 / (4 + 4) + 16 / (16 + 4)) / 2);
  });
});
