import { expect, test } from 'vitest';
import { largestClass } from '../../../../../src/core/dataset/summary/dataSummary.ts';
import { someSummary } from './someSummary.ts';

test('the largest class of a split has its share of the texts with a label', () => {
  expect(largestClass(someSummary(), 'train')).toEqual({ name: 'ham', share: 0.75 });
  expect(largestClass({ classes: [{ name: 'a', train: 1, dev: 1, test: 0 }] }, 'test')).toBeNull();
});
