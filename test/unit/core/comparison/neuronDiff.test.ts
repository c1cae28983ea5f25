import { describe, expect, it } from 'vitest';
import {
  pairNeurons,
  spreadOf,
  transitionsOf,
  type ComparedNeuron,
} from '../../../../src/core/comparison/neuronDiff.ts';

const labels = { m: 'monosemantic', p: 'polysemantic', d: 'dead' } as const;
const neurons = (letters: string): ComparedNeuron[] =>
  Array.from(letters, (letter, index) => ({ index, label: labels[letter as keyof typeof labels], words: [] }));

/** "from>to" by numbers. */
const numbers = (pairs: ReturnType<typeof pairNeurons>) =>
  pairs.map(({ from, to }) => `${from?.index ?? '-'}>${to?.index ?? '-'}`);

describe('the neurons before and after', () => {
  // Neuron 0 splits: its double is the better match; 1 dies; 2 was dead and fires; 3 stays, elsewhere; 4 is dead both times.
  const layer = { layer: 0, from: neurons('mpdpd'), to: neurons('pdmpd') };
  const matches = [
    { from: 0, to: 3, correlation: 0.7 },
    { from: 3, to: 0, correlation: 0.9 },
    { from: 1, to: 2, correlation: 0.3 },
  ];

  it('are paired by correlation alone if the models had different initial weights', () => {
    const pairs = pairNeurons(layer, matches, false);
    expect(numbers(pairs)).toEqual(['3>0', '0>3', '1>-', '2>-', '4>-', '->1', '->2', '->4']);
    expect(transitionsOf(pairs)).toEqual([
      [0, 1, 0, 0],
      [0, 1, 0, 1],
      [0, 0, 0, 2],
      [1, 0, 2, 0],
    ]);
  });

  it('are also paired by index if one is dead and the models had the same initial weights', () => {
    const pairs = pairNeurons(layer, matches, true);
    expect(numbers(pairs)).toEqual(['3>0', '0>3', '1>1', '2>2', '4>4']);
    expect(transitionsOf(pairs)).toEqual([
      [0, 1, 0, 0],
      [0, 1, 1, 0],
      [1, 0, 1, 0],
      [0, 0, 0, 0],
    ]);
  });

  it('are not paired by index if both fire differently', () => {
    const pairs = pairNeurons({ layer: 0, from: neurons('m'), to: neurons('m') }, [], true);
    expect(numbers(pairs)).toEqual(['0>-', '->0']);
  });

  it('are counted once each', () => {
    const counts = transitionsOf(pairNeurons(layer, matches, false));
    const sums = (rows: readonly (readonly number[])[]) => rows.map((row) => row.reduce((sum, n) => sum + n, 0));
    expect(sums(counts).slice(0, 3)).toEqual([1, 2, 2]);
    expect(sums(counts[0]!.map((_, c) => counts.map((row) => row[c]!))).slice(0, 3)).toEqual([1, 2, 2]);
  });
});

describe('the spread of correlations', () => {
  const spread = (...values: number[]) => spreadOf(values.map((correlation, i) => ({ from: i, to: i, correlation })));

  it('has their median, the number of those that count as the same, and ten bins', () => {
    expect(spread(-0.2, 0.05, 0.5, 1)).toEqual({
      count: 4,
      reached: 2,
      median: 0.275,
      bins: [2, 0, 0, 0, 0, 1, 0, 0, 0, 1],
    });
    expect(spread(0.3, 0.1, 0.2).median).toBe(0.2);
  });

  it('has no median without matches', () => {
    expect(spread()).toMatchObject({ count: 0, median: null });
  });
});
