import { expect, it } from 'vitest';
import { classification, classificationSchema } from '../../../../src/core/evaluation/classification.ts';

it('counts predictions by labelled and predicted class', () => {
  const result = classification([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 1], ['a', 'b', 'c']);
  expect(result).toEqual({
    accuracy: 0.5,
    macroF1: (2 / 3 + 0.4) / 3,
    confusion: [
      [2, 1, 0],
      [1, 1, 0],
      [0, 1, 0],
    ],
    classes: [
      { name: 'a', sentences: 3, precision: 2 / 3, recall: 2 / 3, f1: 2 / 3 },
      { name: 'b', sentences: 2, precision: 1 / 3, recall: 1 / 2, f1: 0.4 },
      { name: 'c', sentences: 1, precision: null, recall: 0, f1: 0 },
    ],
  });
});

it('has the macro F1 of the classes that occur, also in files of earlier versions', () => {
  const { macroF1, ...earlier } = classification([0, 0, 1], [0, 1, 1], ['a', 'b', 'none']);
  expect(macroF1).toBeCloseTo(2 / 3);
  expect(classificationSchema.parse(earlier)).toEqual({ ...earlier, macroF1 });
});
