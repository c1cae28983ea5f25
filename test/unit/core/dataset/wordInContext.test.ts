import { expect, test } from 'vitest';
import { wordInContext } from '../../../../src/core/dataset/wordInContext.ts';

const words = Array.from({ length: 21 }, (_, i) => ({
  ...{ text: `w${i}`, start: 3 * i, end: 3 * i + 2, firstToken: 2 * i, pieces: 2 },
}));

test('a word has those around it, cut where there are many', () => {
  const { before, word, after } = wordInContext(words, 21); // the second token of w10
  expect(word).toBe('w10');
  expect(before).toBe('… w1 w2 w3 w4 w5 w6 w7 w8 w9');
  expect(after).toBe('w11 w12 w13 w14 w15 w16 w17 w18 w19 …');
  expect(wordInContext(words.slice(0, 2), 0)).toEqual({ before: '', word: 'w0', after: 'w1' });
});

test('a text without words has an empty one', () => {
  expect(wordInContext([], 0)).toEqual({ before: '', word: '', after: '' });
});
