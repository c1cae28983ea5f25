import { describe, expect, test } from 'vitest';
import { TextSlices } from '../../../../src/core/dataset/textSlices.ts';
import { measureSlices, measureTexts } from '../../../../src/core/evaluation/measureSlices.ts';
import { someEvaluation } from '../runs/someEvaluation.ts';

/** Six texts: 0 to 3 are predicted correctly, which the removal of words changes for 0, 1 and 4. */
const evaluation = someEvaluation({
  sentences: 6,
  predictions: {
    ...{ labels: [1, 1, 0, 0, 0, 1], predicted: [1, 1, 0, 0, 1, 0], probabilities: [] },
    srs: {
      sentences: [0, 1, 2, 4],
      predicted: [0, 0, 0, 0],
      random: [
        [0, 1, 0, 1],
        [1, 1, 0, 1],
      ],
    },
    neurons: { monosemantic: [1, 0, 0, 0, 0, 0], used: [1, 1, 0, 0, 0, 0] },
    rationales: {
      leaves: { averagePrecision: [1, null, 0.5, null, null, null], random: [0.5, null, 0.25, null, null, null] },
    },
  },
});

describe('the texts of a slice', () => {
  test('have the measures of the whole split, over these texts alone', () => {
    const { accuracy, srs, leavesAP, monosemanticShare, usedPerInput } = measureTexts(evaluation, [0, 2, 4]);
    expect(accuracy).toMatchObject({ value: 2 / 3, sentences: 3 });
    expect(srs).toMatchObject({ value: 0, sentences: 3 }); // 0 is lost, 4 is gained
    expect(srs!.random).toEqual({ mean: expect.closeTo(100 / 6), deviation: expect.closeTo(23.57, 2) });
    expect(leavesAP).toMatchObject({ value: 0.75, sentences: 2, random: { mean: 0.375 } });
    expect(monosemanticShare!.value).toBe(1); // the only neuron that is used
    expect(usedPerInput!.value).toBeCloseTo(1 / 3);
  });

  test('have wide intervals where they are few, also where all values are equal', () => {
    const { accuracy, srs, monosemanticShare } = measureTexts(evaluation, [2, 3]);
    expect(accuracy!.interval!.low).toBeLessThan(0.4); // Wilson: 2 of 2
    expect(srs).toMatchObject({
      value: 0,
      interval: { low: expect.closeTo(-65.33, 1), high: expect.closeTo(65.33, 1) },
    });
    expect(monosemanticShare).toBeUndefined(); // no neuron is used
  });

  test('have no measures that the evaluation has no values per text of', () => {
    const { labels, predicted } = evaluation.predictions;
    const earlier = someEvaluation({ predictions: { labels, predicted, probabilities: [], srs: null } });
    expect(Object.keys(measureTexts(earlier, [0, 1]))).toEqual(['accuracy']);
    expect(measureTexts(evaluation, [])).toEqual({});
  });
});

test('a slice of wrong predictions has no interval of its accuracy, which is 0 by definition', () => {
  const found = new TextSlices({ wrong: { predicted: 'wrong' }, right: { predicted: 'correct', maxTokens: 2 } });
  for (const tokens of [1, 2, 3, 4, 5, 6])
    found.add({ text: '', label: 'a', split: 'test', file: '', line: 1 }, tokens);
  const [wrong, right] = measureSlices(evaluation, found);
  expect(wrong).toMatchObject({ name: 'wrong', sentences: 2, values: { accuracy: { value: 0, interval: null } } });
  expect(right).toMatchObject({ where: { maxTokens: 2 }, sentences: 2, values: { accuracy: { value: 1 } } });
});
