import { expect, test } from 'vitest';
import { joinPieces, wordsOfTokens } from '../../../../src/core/dataset/textWord.ts';

const spansOf = (...bounds: [start: number, end: number][]) => bounds.map(([start, end]) => ({ start, end }));

test('a word is the text from its first to its last piece, without the space before it', () => {
  expect(joinPieces('A worth less', spansOf([0, 1], [1, 7], [7, 12]), [0, 1, 1])).toEqual([
    { text: 'A', start: 0, end: 1, firstToken: 0, pieces: 1 },
    { text: 'worth less', start: 2, end: 12, firstToken: 1, pieces: 2 },
  ]);
});

test('a word of white space alone is shown as a blank', () => {
  expect(joinPieces('a  b', spansOf([0, 1], [1, 2], [3, 4]), [0, 1, 2])[1]).toMatchObject({
    text: '␣',
    start: 1,
    end: 2,
  });
});

test('tokens that are words keep their own text', () => {
  expect(wordsOfTokens(['good'], spansOf([3, 7]))).toEqual([
    { text: 'good', start: 3, end: 7, firstToken: 0, pieces: 1 },
  ]);
});
