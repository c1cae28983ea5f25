import { expect, test } from 'vitest';
import { wordInContext } from '../../../../src/core/dataset/wordInContext.ts';

/** Words of two tokens each. */
const wordsOf = (text: string) =>
  Array.from(text.matchAll(/\p{L}+\d*|[^\p{L}\s]/gu), ({ 0: word, index }, i) => ({
    ...{ text: word.toLowerCase(), start: index, end: index + word.length, firstToken: 2 * i, pieces: 2 },
  }));
const inContext = (text: string, position: number) => wordInContext(text, wordsOf(text), position);

test('a word has the text around it, cut where there are many words', () => {
  const text = Array.from({ length: 21 }, (_, i) => `w${i}`).join(' ');
  expect(inContext(text, 21)).toEqual({
    before: '… w1 w2 w3 w4 w5 w6 w7 w8 w9 ',
    word: 'w10', // whose second token is asked for
    after: ' w11 w12 w13 w14 w15 w16 w17 w18 w19 …',
  });
  expect(inContext(text, 18).before).toBe('w0 w1 w2 w3 w4 w5 w6 w7 w8 ');
  expect(inContext(text, 22).after).toBe(' w12 w13 w14 w15 w16 w17 w18 w19 w20');
});

test('the text is as it was written, with single spaces for its white space', () => {
  expect(inContext(' It’s “Not\n\tBad”, is it?', 8)).toEqual({ before: 'It’s “', word: 'Not', after: ' Bad”, is it?' });
});

test('a text without words has an empty one', () => {
  expect(wordInContext('', [], 0)).toEqual({ before: '', word: '', after: '' });
});
