import { describe, expect, it } from 'vitest';
import { joinPieces } from '../../../../../src/core/dataset/textWord.ts';
import { corpusLine } from '../../../../../src/extension/panels/neurons/neuronLine.ts';

describe('a line of the corpus', () => {
  it('has its place, its label and the whole word of a piece', () => {
    const text = 'A worthless film';
    const spans = [0, 2, 7, 12].map((start, i) => ({ start, end: [1, 7, 11, 16][i]! }));
    const words = joinPieces(text, spans, [0, 1, 1, 2]);
    const line = corpusLine({ index: 7, text, label: 'bad', file: '/data/mails.tsv', line: 9 }, words, 2, 2.5);
    expect(line).toEqual({
      ...{ sentence: 7, position: 2, value: 2.5, label: 'bad', place: 'mails.tsv:9' },
      ...{ before: 'A ', word: 'worthless', after: ' film' },
    });
  });
});
