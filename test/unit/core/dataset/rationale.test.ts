import { expect, test } from 'vitest';
import { markedTokens, partSpans, shownMarks } from '../../../../src/core/dataset/rationale.ts';

const text = 'a well-made film';
const tokens = [
  { start: 0, end: 1 },
  { start: 1, end: 6 }, // " well", as byte-level tokenizers have it
  { start: 6, end: 7 },
  { start: 7, end: 11 },
  { start: 11, end: 16 }, // " film"
];

test('a token is marked if it shares a character with a marked part', () => {
  expect(markedTokens(text, tokens, [{ start: 2, end: 11 }])).toEqual([1, 2, 3]);
  expect(markedTokens(text, tokens, [{ start: 10, end: 11 }])).toEqual([3]);
  expect(
    markedTokens(text, tokens, [
      { start: 15, end: 16 },
      { start: 0, end: 1 },
    ]),
  ).toEqual([0, 4]);
  expect(markedTokens(text, tokens, [])).toEqual([]);
});

test('white space at the edge of a marked part marks no token', () => {
  expect(markedTokens(text, tokens, [{ start: 7, end: 12 }])).toEqual([3]);
});

test('views show the first rationale that a text has', () => {
  const [leaf, phrase] = [[{ start: 0, end: 1 }], [{ start: 0, end: 9 }]];
  expect(shownMarks({ carton: phrase, leaves: leaf })).toBe(leaf);
  expect(shownMarks({ carton: phrase, leaves: [] })).toEqual([]);
  expect([shownMarks({}), shownMarks(undefined)]).toEqual([[], []]);
});

test('parts that are joined by spaces lie one after the other', () => {
  const parts = ['not', 'bad', ','];
  expect(partSpans(parts).map(({ start, end }) => parts.join(' ').slice(start, end))).toEqual(parts);
});
