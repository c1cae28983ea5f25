import { expect, it } from 'vitest';
import { classOrder } from '../../../../../src/core/model/pretrained/classOrder.ts';

it.each([
  [['no', 'yes'], ['no', 'yes'], [0, 1], true],
  [['NEGATIVE', 'NEUTRAL', 'POSITIVE'], ['positive', 'negative', 'neutral'], [2, 0, 1], true],
  [['A', 'a'], ['a', 'A'], [1, 0], true],
  [['LABEL_0', 'LABEL_1'], ['no', 'yes'], [0, 1], false],
])('finds the classes %j of a folder in data with %j', (own, classes, order, isByName) => {
  expect(classOrder('folder', own, classes)).toEqual({ order, isByName });
});

it('refuses another number of classes, and names that agree only in part', () => {
  expect(() => classOrder('folder', ['a', 'b', 'c'], ['a', 'b'])).toThrow(
    'folder has 3 classes (a, b, c), the data have 2 (a, b)',
  );
  expect(() => classOrder('folder', ['a', 'b'], ['a', 'c'])).toThrow(
    'only some classes of folder (a, b) and of the data (a, c) have the same name',
  );
  expect(() => classOrder('folder', ['a', 'b'], ['a', 'A'])).toThrow('only some classes');
});
