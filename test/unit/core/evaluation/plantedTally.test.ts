import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../src/core/evaluation/evaluate.ts';
import { fakeModel, plainRules, settings, splitOf } from './fakeModel.ts';

describe('an evaluation of planted sentences', () => {
  const classes = ['even', 'odd'];
  // Keep probability rises with the word; attention falls with the places' sum: the pairs of 3 tokens rank 0-1, 0-2, 1-2.
  const split = splitOf([[9, 2, 5], 1], [[4, 8, 6], 0], [[7], 1]);
  const planted = [
    { words: [1, 2], pairs: [[1, 2]] as const, distractors: [0] },
    { words: [1], pairs: [], distractors: [] },
    { words: [0, 5], pairs: [[0, 5]] as const, distractors: [5] }, // 5 lies beyond what the model reads
  ];

  it('measures how well attention finds the planted pairs, and the keep probabilities of planted words', async () => {
    const { pairs, keep } = (await evaluate({ ...fakeModel(), split, classes, settings, planted })).planted!;
    expect(pairs).toMatchObject({ sentences: 1, averagePrecision: 1 / 3, precisionAt1: 0 });
    expect(keep.planted).toBeCloseTo((2 + 5 + 8 + 7) / 400);
    expect(keep.distractors).toBeCloseTo(9 / 100);
    expect(keep.others).toBeCloseTo((4 + 6) / 200);
  });

  it('counts the planted words that own a monosemantic neuron', async () => {
    // Neuron 0 is for word 2, neuron 1 for words 5, 7 and 8 alike, neuron 2 for word 9, a distractor, neuron 3 again for word 2.
    const hidden = (id: number) => [+(id === 2), +[5, 7, 8].includes(id), +(id === 9), +(id === 2)];
    const model = fakeModel({ ...plainRules, hidden });
    const { owners } = (await evaluate({ ...model, split, classes, settings, planted })).planted!;
    expect(owners).toEqual({ words: 4, owned: 1, share: 1 / 4 });
  });

  it('has no keep probabilities without a mask, and measures nothing on data without planted truth', async () => {
    const unmasked = fakeModel({ ...plainRules, keep: null });
    const { pairs, keep } = (await evaluate({ ...unmasked, split, classes, settings, planted })).planted!;
    expect(keep).toEqual({ planted: null, distractors: null, others: null });
    expect(pairs).toMatchObject({ sentences: 1 });
    expect((await evaluate({ ...fakeModel(), split, classes, settings })).planted).toBeNull();
  });
});
