import { describe, expect, it } from 'vitest';
import { marginsOf, Predictions } from '../../../../../src/extension/panels/dataTable/predictions.ts';

const text = { predicted: 'ham', logits: { ham: 2, spam: 0.5, other: -1 }, words: [{ start: 0, end: 3, keep: 0.5 }] };

describe('the margins of a prediction', () => {
  it('are of the predicted class over the next, and of the largest other class over the label', () => {
    expect(marginsOf(text, 'ham')).toEqual({ margin: 1.5, error: -1.5 });
    expect(marginsOf(text, 'spam')).toEqual({ margin: 1.5, error: 1.5 });
    expect(marginsOf(text, 'other')).toEqual({ margin: 1.5, error: 3 });
  });

  it('have no error without a label, or with one that is no class', () => {
    expect(marginsOf(text, null).error).toBe(null);
    expect(marginsOf(text, 'eggs').error).toBe(null);
  });
});

it('knows the predictions of rows, and which texts have no token', () => {
  const predictions = new Predictions();
  predictions.set(5000, 'spam', text);
  predictions.set(3, 'spam', null);
  predictions.set(4, null, { ...text, words: [] });
  expect(predictions.at(5000)).toEqual({ predicted: 'ham', isWrong: true, margin: 1.5, error: 1.5 });
  expect(predictions.wordsAt(5000)).toEqual([[0, 3, 0.5]]);
  expect([3, 4, 7, 9999].map((index) => predictions.isKnown(index))).toEqual([true, true, false, false]);
  expect([3, 4, 5000].map((index) => predictions.isShaded(index))).toEqual([true, false, true]);
  expect([predictions.at(3), predictions.at(7)]).toEqual([null, null]);
  expect(predictions.at(4)).toMatchObject({ isWrong: false, error: null });
});
