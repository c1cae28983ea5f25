import { describe, expect, it } from 'vitest';
import { groupedPrecision, WordLabelTally } from '../../../../../src/core/evaluation/facts/wordLabel.ts';

describe('the label of a neuron', () => {
  it('is made of its strongest word types on one half, and scored on the other', () => {
    const tally = new WordLabelTally(2);
    // Neuron 0 fires on the words 5 (twice) and 6; neuron 1 never.
    tally.learn(Float32Array.of(1, 0, /**/ 3, 0, /**/ 0, 0), Int32Array.of(5, 6, 7), 0);
    tally.learn(Float32Array.of(1, 0, /**/ 0, 0), Int32Array.of(5, 8), 2);
    tally.decide();
    tally.score(Float32Array.of(1, 0, /**/ 0, 0, /**/ 0, 0, /**/ 1, 0), Int32Array.of(5, 6, 9, 9));
    const [label, none] = tally.report();
    expect(label).toEqual({ words: [5, 6], averagePrecision: 0.75, random: 0.5 }); // 1/2 · 1/1 + 1/2 · 2/4
    expect(none).toBeNull();
  });

  it('has no precision where the neuron never fires on the other half', () => {
    const tally = new WordLabelTally(1);
    tally.learn(Float32Array.of(1), Int32Array.of(5), 0);
    tally.decide();
    tally.score(Float32Array.of(0), Int32Array.of(5));
    expect(tally.report()).toEqual([{ words: [5], averagePrecision: null, random: 0 }]);
  });
});

describe('the average precision of groups', () => {
  it('is 1 if the groups have all that fires and nothing else', () => {
    expect(
      groupedPrecision(
        [
          { tokens: 2, fires: 2 },
          { tokens: 1, fires: 1 },
        ],
        { tokens: 9, fires: 3 },
      ),
    ).toBe(1);
  });

  it('is that of a random order without groups', () => {
    expect(groupedPrecision([], { tokens: 8, fires: 2 })).toBe(0.25);
  });
});
