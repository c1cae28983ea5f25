import { expect, it } from 'vitest';
import { AlignedText } from '../../../../../src/core/dataset/subword/alignedText.ts';

const spanOf = (text: AlignedText, start: number, end: number) => [text.start(start), text.end(end)];

it('keeps the places of characters when others are removed and replaced', () => {
  const replaced = new Map([['b', ''], ['🙂', ' x ']]); // prettier-ignore
  const text = AlignedText.of('ab🙂c').rewrite((codePoint) => replaced.get(String.fromCodePoint(codePoint)) ?? null);
  expect(text.text).toBe('a x c');
  expect([spanOf(text, 0, 1), spanOf(text, 1, 2), spanOf(text, 2, 3), spanOf(text, 4, 5)]).toEqual([[0, 1], [2, 4], [2, 4], [4, 5]]); // prettier-ignore
});

it('gives parts the places of the whole', () => {
  const text = AlignedText.of('a🙂bc').slice(1, 4);
  expect([text.text, ...spanOf(text, 0, 2), ...spanOf(text, 2, 3)]).toEqual(['🙂b', 1, 3, 3, 4]);
  const lower = AlignedText.of('xAB').rewrite((codePoint) => (codePoint === 0x78 ? '' : null)).slice(1, 2).withText('b'); // prettier-ignore
  expect([lower.text, ...spanOf(lower, 0, 1)]).toEqual(['b', 2, 3]);
});

it('returns the same text where nothing is replaced', () => {
  const text = AlignedText.of('abc');
  expect(text.rewrite(() => null)).toBe(text);
});
