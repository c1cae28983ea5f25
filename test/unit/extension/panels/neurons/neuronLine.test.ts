import { describe, expect, it } from 'vitest';
import { corpusLine } from '../../../../../src/extension/panels/neurons/neuronLine.ts';

const text = { index: 7, text: '', label: 'good', file: '/data/mails.tsv', line: 9 };
const tokens = Array.from({ length: 30 }, (_, i) => `w${i}`);

describe('corpusLine', () => {
  it('gives a short text whole, parted at the token', () => {
    expect(corpusLine(text, ['a', 'warm', 'film'], 1, 2.5)).toEqual({
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
    const { before, word, after } = corpusLine(text, tokens, 15, 1);
    expect([before, word, after]).toEqual([
      '… w6 w7 w8 w9 w10 w11 w12 w13 w14',
      'w15',
      'w16 w17 w18 w19 w20 w21 w22 w23 w24 …',
    ]);
  });

  it('marks no cut where nothing is left out', () => {
    expect(corpusLine(text, tokens, 9, 1).before).toBe('w0 w1 w2 w3 w4 w5 w6 w7 w8');
    expect(corpusLine(text, tokens, 20, 1).after).toBe('w21 w22 w23 w24 w25 w26 w27 w28 w29');
  });
});
