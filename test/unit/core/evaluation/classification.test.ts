import { expect, it } from 'vitest';
import { wilsonInterval } from '../../../../src/common/statistics.ts';
import { classification, classificationSchema } from '../../../../src/core/evaluation/classification.ts';

it('counts predictions by labelled and predicted class', () => {
  const result = classification([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 1], ['a', 'b', 'c']);
  expect(result).toEqual({
    accuracy: 0.5,
    accuracyInterval: wilsonInterval(3, 6),
    largestClass: 0.5,
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

it('has macro F1, largest class and interval of the accuracy, also in files of earlier versions', () => {
  const measured = classification([0, 0, 1], [0, 1, 1], ['a', 'b', 'none']);
  const { macroF1, largestClass, accuracyInterval, ...earlier } = measured;
  expect(macroF1).toBeCloseTo(2 / 3);
  expect(largestClass).toBeCloseTo(2 / 3);
  expect(accuracyInterval).toEqual(wilsonInterval(2, 3));
  expect(classificationSchema.parse(earlier)).toEqual(measured);
});
