import { expect, it } from 'vitest';
import { AlignedText } from '../../../../../src/core/dataset/subword/alignedText.ts';
import {
  normalizeUnicode,
  type NormalizationForm,
} from '../../../../../src/core/dataset/subword/unicodeNormalization.ts';

/** The normalized characters, each with the part of the text that it is derived from. */
function normalize(text: string, form: NormalizationForm): [string, string][] {
  const result = normalizeUnicode(AlignedText.of(text), form);
  let end = 0;
  return Array.from(result.text, (character) => {
    const start = end;
    end += character.length;
    return [character, text.slice(result.start(start), result.end(end))];
  });
}

it('gives all parts of a character its place', () => {
  expect(normalize('aé', 'NFD')).toEqual([['a', 'a'], ['e', 'é'], ['\u0301', 'é']]); // prettier-ignore
  expect(normalize('ﬁ', 'NFKD')).toEqual([['f', 'ﬁ'], ['i', 'ﬁ']]); // prettier-ignore
});

it('gives marks that change places the places, not the characters', () => {
  expect(normalize('o\u0302\u0323', 'NFD')).toEqual([['o', 'o'], ['\u0323', '\u0302'], ['\u0302', '\u0323']]); // prettier-ignore
});

it('gives a composed character the place of the first one', () => {
  expect(normalize('e\u0301x', 'NFC')).toEqual([['é', 'e'], ['x', 'x']]); // prettier-ignore
  expect(normalize('\u1100\u1161', 'NFC')).toEqual([['\uac00', '\u1100']]);
});

it('does not compose across a mark of the same class', () => {
  expect(normalize('e\u0300\u0301', 'NFC').map(([character]) => character)).toEqual(['è', '\u0301']);
});

it('leaves characters as they are that are newer than Unicode 9', () => {
  expect(normalize('\u{11938}é', 'NFD').map(([character]) => character)).toEqual(['\u{11938}', 'e', '\u0301']);
});
