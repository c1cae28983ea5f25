import { expect, test } from 'vitest';
import { UserError } from '../../../../../src/common/userError.ts';
import { checkKnownWords } from '../../../../../src/core/dataset/summary/checkKnownWords.ts';
import { someSummary } from './someSummary.ts';

const { splits } = someSummary();
const withUnknown = (unknown: number) => ({ splits: { ...splits, test: { ...splits.test, unknown } } });

test('more than 90 % unknown words in a split are an error', () => {
  const check = () => checkKnownWords(withUnknown(182), ['dev', 'test']);
  expect(check).toThrow(UserError);
  expect(check).toThrow(/^91\.0 % of the words of test are unknown/);
});

test('up to 90 % are none, nor is a split that is not used', () => {
  expect(() => checkKnownWords(withUnknown(180), ['dev', 'test'])).not.toThrow();
  expect(() => checkKnownWords(withUnknown(200), ['dev'])).not.toThrow();
});
