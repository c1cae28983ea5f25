import { expect, test } from 'vitest';
import { deleteRandomWords } from '../../../../src/core/training/randomDeletion.ts';

const sentence = { ids: Int32Array.of(9, 8, 7, 6, 5, 4, 3, 2), label: 1 };
const draws = Array.from({ length: 4000 }, (_, text) => ({ seed: 3, step: 1 + (text >> 5), text: text & 31 }));
const deleted = (rate: number, words: Int32Array | null = null, from = sentence) =>
  draws.map((draw) => deleteRandomWords(from, words, rate, draw));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('the given share of the texts is shortened, by any number of words equally often, and one word stays', () => {
  const lengths = deleted(0.5).map(({ ids }) => ids.length);
  expect(Math.min(...lengths)).toBe(1);
  for (let length = 1; length < 8; length++) {
    expect(mean(lengths.map((own) => Number(own === length)))).toBeCloseTo(0.5 / 8, 1);
  }
  expect(mean(lengths.map((own) => Number(own === 8)))).toBeCloseTo(0.5 + 0.5 / 8, 1);
  expect(deleted(0).every((left) => left === sentence)).toBe(true);
  expect(mean(deleted(1).map(({ ids }) => ids.length))).toBeCloseTo(4.5, 0);
});

test('every word is deleted equally often, and the others keep their order and the label', () => {
  const left = deleted(1);
  for (const id of sentence.ids) expect(mean(left.map(({ ids }) => Number(ids.includes(id))))).toBeCloseTo(4.5 / 8, 1);
  for (const { ids, label } of left) {
    expect(label).toBe(1);
    expect(Array.from(ids)).toEqual(Array.from(ids).sort((a, b) => b - a));
  }
});

test('a draw depends on seed, step and number of the text alone', () => {
  const draw = { seed: 3, step: 7, text: 2 };
  const idsAt = (change: object) => Array.from(deleteRandomWords(sentence, null, 1, { ...draw, ...change }).ids);
  expect(idsAt({})).toEqual(idsAt({}));
  const others = [{ seed: 4 }, { step: 8 }, { text: 3 }].map(idsAt);
  expect(new Set([idsAt({}), ...others].map(String)).size).toBeGreaterThan(2);
});

test('all pieces of a word are deleted together, from both texts of a pair', () => {
  const words = Int32Array.of(0, 0, 0, 1, 2, 2, 3, 4);
  const left = deleted(1, words, { ...sentence, boundary: 4 } as typeof sentence);
  for (const { ids, boundary } of left as ((typeof left)[number] & { boundary: number })[]) {
    const kept = Array.from(sentence.ids, (id) => ids.includes(id));
    expect([kept[1], kept[2], kept[5]]).toEqual([kept[0], kept[0], kept[4]]);
    expect(boundary).toBe(kept.slice(0, 4).filter(Boolean).length);
  }
  expect(Math.min(...left.map(({ ids }) => ids.length))).toBe(1);
});

test('a text without words and one of a single word stay as they are', () => {
  for (const ids of [Int32Array.of(), Int32Array.of(4)]) {
    const short = { ids, label: 0 };
    expect(deleted(1, null, short).every((left) => left === short)).toBe(true);
  }
});
