import { describe, expect, it } from 'vitest';
import { joinPieces, wordsOfTokens } from '../../../../../src/core/dataset/textWord.ts';
import { corpusLine } from '../../../../../src/extension/panels/neurons/neuronLine.ts';

const text = { index: 7, text: '', label: 'good', file: '/data/mails.tsv', line: 9 };
const wordsOf = (texts: readonly string[]) =>
  wordsOfTokens(
    texts,
    texts.map(() => ({ start: 0, end: 1 })),
  );
const words = wordsOf(Array.from({ length: 30 }, (_, i) => `w${i}`));

describe('corpusLine', () => {
  it('gives a short text whole, parted at the token', () => {
    expect(corpusLine(text, wordsOf(['a', 'warm', 'film']), 1, 2.5)).toEqual({
      sentence: 7,
      position: 1,
      value: 2.5,
      label: 'good',
      place: 'mails.tsv:9',
      before: 'a',
      word: 'warm',
      after: 'film',
    });
  });

  it('cuts a long text on both sides and marks the cuts', () => {
    const { before, word, after } = corpusLine(text, words, 15, 1);
    expect([before, word, after]).toEqual([
      '… w6 w7 w8 w9 w10 w11 w12 w13 w14',
      'w15',
      'w16 w17 w18 w19 w20 w21 w22 w23 w24 …',
    ]);
  });

  it('gives the whole word of a piece', () => {
    const pieces = joinPieces(
      'a worthless film',
      [
        [0, 1],
        [2, 7],
        [7, 11],
        [12, 16],
      ].map(([start, end]) => ({ start: start!, end: end! })),
      [0, 1, 1, 2],
    );
    expect(corpusLine(text, pieces, 2, 1)).toMatchObject({
      position: 2,
      before: 'a',
      word: 'worthless',
      after: 'film',
    });
  });

  it('marks no cut where nothing is left out', () => {
    expect(corpusLine(text, words, 9, 1).before).toBe('w0 w1 w2 w3 w4 w5 w6 w7 w8');
    expect(corpusLine(text, words, 20, 1).after).toBe('w21 w22 w23 w24 w25 w26 w27 w28 w29');
  });
});
