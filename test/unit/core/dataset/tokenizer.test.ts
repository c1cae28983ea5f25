import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeSpanFinder, makeTokenizer } from '../../../../src/core/dataset/tokenizer.ts';
import { storedExperiment } from '../../../../src/core/experiment/schema.ts';
import { experimentOn } from './experiments.ts';

const options = (tokenizer: object) => experimentOn({ source: 'sst2' }, { tokenizer }).tokenizer;
const tokens = (tokenizer: object, text: string) => makeTokenizer(options(tokenizer))(text);
const places = (tokenizer: object, text: string) =>
  makeSpanFinder(options(tokenizer))(text).map(({ start, end }) => text.slice(start, end));

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

test('pattern takes the matches, without empty ones', () => {
  expect(tokens({ kind: 'pattern', pattern: '[a-z]*' }, 'ab1cd')).toEqual(['ab', 'cd']);
});

test('lowercase is applied before splitting', () => {
  expect(tokens({ kind: 'pattern', pattern: '[a-z]+', lowercase: true }, 'AB Cd')).toEqual(['ab', 'cd']);
});

test('spans refer to the original text, even if lower-casing changes its length', () => {
  expect(places({}, ' A  film ')).toEqual(['A', 'film']);
  expect(places({ lowercase: true }, 'İSTANBUL is FINE')).toEqual(['İSTANBUL', 'is', 'FINE']);
  expect(places({ kind: 'words', lowercase: true }, '😀İİ, Ödön ΟΔΟΣ')).toEqual(['😀', 'İİ', ',', 'Ödön', 'ΟΔΟΣ']);
  expect(places({ kind: 'pattern', pattern: '[a-z]?', lowercase: true }, 'İ B')).toEqual(['İ', 'B']);
});

test('no character becomes shorter in lower case, so that equal lengths mean equal offsets', () => {
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    if (character.toLowerCase().length < character.length) expect.fail(character);
  }
});

test.each([{}, { kind: 'words' }, { kind: 'pattern', pattern: '\\w*|.' }])(
  'there is a place for each token, with its letters: %j',
  (tokenizer) => {
    const text = fc.string({ unit: fc.constantFrom('a', 'Σ', 'İ', 'ß', '😀', '𐐀', ' ', "'", '.', '\u0307') });
    fc.assert(
      fc.property(text, fc.boolean(), (text, lowercase) => {
        const found = places({ ...tokenizer, lowercase }, text);
        const expected = tokens({ ...tokenizer, lowercase }, text);
        expect(found).toHaveLength(expected.length);
        if (!lowercase) expect(found).toEqual(expected);
        // A token can be a part of what a character becomes, and the form of a sigma depends on the next character.
        else found.forEach((token, i) => expect(sigma(token.toLowerCase())).toContain(sigma(expected[i]!)));
      }),
    );
  },
);

const sigma = (text: string) => text.replaceAll('ς', 'σ');

test('a pattern of a run of an earlier version that is not supported any more is named', () => {
  const { tokenizer } = storedExperiment.parse({
    dataset: { source: 'sst2' },
    tokenizer: { kind: 'pattern', pattern: '(?<=a)b' },
  });
  expect(() => makeTokenizer(tokenizer)).toThrow(
    /the tokenizer pattern \(\?<=a\)b is not supported any more: look-arounds/,
  );
});
