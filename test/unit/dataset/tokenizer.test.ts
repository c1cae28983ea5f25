import { expect, test } from 'vitest';
import { makeTokenizer } from '../../../src/core/dataset/tokenizer.ts';
import { experimentOn } from './experiments.ts';

const tokens = (tokenizer: object, text: string) =>
  makeTokenizer(experimentOn({ source: 'sst2' }, { tokenizer }).tokenizer)(text);

test('whitespace splits at runs of white space only', () => {
  expect(tokens({}, "  It's a\tfilm ,\n\u00a0well-made. ")).toEqual(["It's", 'a', 'film', ',', 'well-made.']);
  expect(tokens({}, ' \n ')).toEqual([]);
});

test('words splits punctuation off and keeps inner apostrophes', () => {
  expect(tokens({ kind: 'words' }, 'It\'s "naïve", 3.5 stars… 👍')).toEqual([
    "It's",
    '"',
    'naïve',
    '"',
    ',',
    '3',
    '.',
    '5',
    'stars',
    '…',
    '👍',
  ]);
});

test('pattern takes the matches, empty ones left out', () => {
  expect(tokens({ kind: 'pattern', pattern: '[a-z]*' }, 'ab1cd')).toEqual(['ab', 'cd']);
});

test('lowercase comes first', () => {
  expect(tokens({ kind: 'pattern', pattern: '[a-z]+', lowercase: true }, 'AB Cd')).toEqual(['ab', 'cd']);
});
