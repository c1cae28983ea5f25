import { expect, test } from 'vitest';
import { contentRows, makeBatch, withTokens } from '../../../../src/core/model/batch.ts';

const frame = { start: [1], middle: [2], end: [2], secondSegment: 1 };
const sentence = (ids: number[], boundary?: number) => ({
  ids: Int32Array.from(ids),
  label: 0,
  ...(boundary !== undefined && { boundary }),
});

test('adds special tokens, which do not count in the means of the regularizers', () => {
  const { sizes, inputs } = makeBatch([sentence([5, 6]), sentence([5])], { padding: 'none', frame });
  expect(sizes).toMatchObject({ rows: 7, pairs: 25, contentRows: 3, contentPairs: 5 });
  expect(inputs['content']).toEqual(Float32Array.of(0, 1, 1, 0, 0, 1, 0));
  expect(inputs['types']).toEqual(Int32Array.of(1, 2, 5, 6));
  expect(inputs['pinned']).toEqual(Int32Array.of(1, 1, 0, 0));
});

test('counts one row where there is nothing but special tokens, so that means are no quotients of zeros', () => {
  const { sizes } = makeBatch([sentence([])], { padding: 'none', frame });
  expect(sizes).toMatchObject({ rows: 2, contentRows: 1, contentPairs: 1 });
});

test('gives the second text of a pair a segment of its own, and each word, position and segment a place', () => {
  const { sizes, inputs } = makeBatch([sentence([5, 6]), sentence([5, 6], 1)], { padding: 'none', frame });
  const { types, typeOf, segment } = inputs as Record<string, Int32Array>;
  expect(typeOf!.map((type) => types![type]!)).toEqual(Int32Array.of(1, 5, 6, 2, 1, 5, 2, 6, 2));
  expect(segment).toEqual(Int32Array.of(0, 0, 0, 0, 0, 0, 0, 1, 1));
  expect(inputs['placeOf']).toEqual(Int32Array.of(0, 1, 2, 3, 0, 1, 4, 5, 6));
  expect(inputs['segmentOfPlace']).toEqual(Int32Array.of(0, 0, 0, 0, 0, 1, 1));
  expect(sizes.places).toBe(7);
});

test('tells which rows hold the tokens of a sentence', () => {
  const framed = makeBatch([sentence([5, 6]), sentence([5, 6], 1), sentence([])], { padding: 'none', frame });
  expect([0, 1, 2].map((b) => [...contentRows(framed, b)])).toEqual([[1, 2], [5, 7], []]);
  const padded = makeBatch([sentence([5]), sentence([])], { padding: 'max', maxLength: 3 });
  expect([0, 1].map((b) => [...contentRows(padded, b)])).toEqual([[0], [3]]);
});

test('has none of that without special tokens', () => {
  const { sizes, inputs } = makeBatch([sentence([1, 5])], { padding: 'none' });
  expect(sizes).toMatchObject({ contentRows: 2, contentPairs: 4 });
  for (const name of ['segment', 'segmentOfPlace', 'content', 'pinned']) expect(inputs).not.toHaveProperty(name);
});

test('leaves tokens of a sentence out, with those of the first text of a pair', () => {
  const of = (boundary: number | undefined, ...positions: number[]) =>
    withTokens(sentence([5, 6, 7, 8], boundary), Int32Array.from(positions));
  expect(of(2, 1, 2, 3)).toEqual(sentence([6, 7, 8], 1));
  expect(of(2, 2, 3)).toEqual(sentence([7, 8], 0));
  expect(of(undefined, 0, 3)).toEqual(sentence([5, 8]));
});
