import { describe, expect, it } from 'vitest';
import { randomAveragePrecision } from '../../../../src/core/evaluation/averagePrecision.ts';
import { evaluate } from '../../../../src/core/evaluation/evaluate.ts';
import { RationaleTally } from '../../../../src/core/evaluation/rationaleTally.ts';
import { Units } from '../../../../src/core/evaluation/units.ts';
import { fakeModel, plainRules, settings, splitOf, withRationale } from './fakeModel.ts';

const classes = ['even', 'odd'];
// Keep probability rises with the word: the orders are 0 2 1, 1 2 0, 0, and 3 2 1 0.
const plain = splitOf([[9, 2, 5], 1], [[4, 8, 6], 0], [[7], 1], [[1, 2, 3, 4], 0]);
const split = withRationale(plain, 'leaves', [[1, 2], [1], [0], []]);

describe('an evaluation of texts with a rationale', () => {
  it('measures how well keep probabilities find the marked words, over the texts that have some', async () => {
    const { leaves } = (await evaluate({ ...fakeModel(), split, classes, settings })).rationales;
    expect(leaves).toMatchObject({ sentences: 3, share: 4 / 11, precisionAt1: 2 / 3, f1: (1 / 2 + 1 + 1) / 3 });
    expect(leaves!.averagePrecision).toBeCloseTo(((1 / 2 + 2 / 3) / 2 + 1 + 1) / 3);
    expect(leaves!.iouF1).toBeCloseTo((2 / 3 + 1 + 1) / 3); // of the runs 0 and 2, 2 is half of 1–2
    const random = [randomAveragePrecision(2, 3), randomAveragePrecision(1, 3), 1];
    expect(leaves!.randomAveragePrecision).toBeCloseTo((random[0]! + random[1]! + random[2]!) / 3);
    expect(leaves!.randomPrecisionAt1).toBeCloseTo((2 / 3 + 1 / 3 + 1) / 3);
    // Student's t of 2 degrees of freedom, over 0.5, 1 and 1: s = 0.28868.
    expect(leaves!.halfWidths!.f1).toBeCloseTo((4.30265 * 0.288675) / Math.sqrt(3), 4);
  });

  it('measures nothing without a mask, and nothing on texts without a rationale', async () => {
    const unmasked = fakeModel({ ...plainRules, keep: null });
    expect((await evaluate({ ...unmasked, split, classes, settings })).rationales).toEqual({});
    expect((await evaluate({ ...fakeModel(), split: plain, classes, settings })).rationales).toEqual({});
  });

  it('takes a word for marked if one of its pieces is, and pieces one by one if they are ranked so', async () => {
    const pieces = {
      ...split,
      words: (i: number) => (i === 3 ? Int32Array.of(0, 1, 1, 2) : split.ids(i).map((_, k) => k)),
    };
    const marked = { ...pieces, marked: () => [0] };
    const word = (await evaluate({ ...fakeModel(), split: marked, classes, settings })).rationales.leaves!;
    const token = (await evaluate({ ...fakeModel(), split: marked, classes, settings: { ...settings, unit: 'token' } }))
      .rationales.leaves!;
    expect(word.share).toBeCloseTo(4 / 10);
    expect(token.share).toBeCloseTo(4 / 11);
    expect(word.averagePrecision).toBeCloseTo((1 + 1 / 3 + 1 + 1 / 3) / 4);
    expect(token.averagePrecision).toBeCloseTo((1 + 1 / 3 + 1 + 1 / 4) / 4);
  });
});

it('several orders of a sentence are averaged, and count as one sentence', () => {
  const tally = new RationaleTally(split);
  const units = new Units(null, 3);
  tally.add([Int32Array.of(1, 0, 2), Int32Array.of(0, 2, 1)], 1, units);
  expect(tally.report().leaves).toMatchObject({ sentences: 1, precisionAt1: 1 / 2, f1: 1 / 2, randomIouF1: null });
  expect(tally.report().leaves!.averagePrecision).toBeCloseTo((1 + 1 / 3) / 2);
});
