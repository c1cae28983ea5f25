import { expect, test } from 'vitest';
import { UserError } from '../../../../../src/common/userError.ts';
import { checkKnownWords } from '../../../../../src/core/dataset/summary/checkKnownWords.ts';
import { experimentOn } from '../experiments.ts';
import { someSummary } from './someSummary.ts';

const { splits } = someSummary();
const own = experimentOn({ source: 'sst2' });
const encoder = { model: { ...own.model, pretrained: 'org/bert' } };
const withUnknown = (unknown: number) => ({ splits: { ...splits, test: { ...splits.test, unknown } } });

test('more than 90 % unknown words in a split are an error', () => {
  const check = () => checkKnownWords(withUnknown(182), ['dev', 'test'], own);
  expect(check).toThrow(UserError);
  expect(check).toThrow(/^91\.0 % of the words of test are unknown/);
});

test('the remedy of an encoder is another one', () => {
  expect(() => checkKnownWords(withUnknown(182), ['test'], encoder)).toThrow(
    expect.objectContaining({
      message: '91.0 % of the tokens of test are unknown to the encoder org/bert',
      remedy: expect.not.stringContaining('tokenizer'),
    }),
  );
});

test('up to 90 % are none, nor is a split that is not used', () => {
  expect(() => checkKnownWords(withUnknown(180), ['dev', 'test'], own)).not.toThrow();
  expect(() => checkKnownWords(withUnknown(200), ['dev'], own)).not.toThrow();
});
