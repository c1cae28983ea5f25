import { expect, it } from 'vitest';
import { joinPair, splitPair } from '../../../../src/core/dataset/textPair.ts';

it.each([
  ['a man sleeps', 'he is awake'],
  ['spaces at the end ', ' and at the start'],
  ['a', 'b [SEP] c'],
  ['[SEP] a', '[SEP]'],
])('parts %j and %j after joining them', (first, second) => {
  const { first: one, second: two, at } = splitPair(joinPair(first, second)!)!;
  expect([one, two]).toEqual([first, second]);
  expect(joinPair(first, second)!.slice(at)).toBe(second);
});

it('joins no first text that has the separator in it, or makes one with what follows', () => {
  expect(joinPair('a [SEP] b', 'c')).toBeNull();
  expect(joinPair('a [SEP]', 'c')).toBeNull();
});

it('parts no text without a separator', () => {
  expect(splitPair('a man [SEP]')).toBeNull();
});
