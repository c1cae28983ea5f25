import { expect, test } from 'vitest';
import { makeBatch } from '../../../../src/core/model/batch.ts';

const special = new Set([1, 2]);
const sentence = (ids: number[], segments?: number[]) => ({
  ids: Int32Array.from(ids),
  label: 0,
  ...(segments && { segments: Int32Array.from(segments) }),
});

test('marks special tokens, which do not count in the means of the regularizers', () => {
  const { sizes, inputs } = makeBatch([sentence([1, 5, 6, 2]), sentence([1, 5, 2])], { padding: 'none', special });
  expect(sizes).toMatchObject({ rows: 7, pairs: 25, contentRows: 3, contentPairs: 5 });
  expect(inputs['content']).toEqual(Float32Array.of(0, 1, 1, 0, 0, 1, 0));
  expect(inputs['types']).toEqual(Int32Array.of(1, 2, 5, 6));
  expect(inputs['pinned']).toEqual(Int32Array.of(1, 1, 0, 0));
});

test('counts one row where there is nothing but special tokens, so that means are no quotients of zeros', () => {
  const { sizes } = makeBatch([sentence([1, 2])], { padding: 'none', special });
  expect(sizes).toMatchObject({ contentRows: 1, contentPairs: 1 });
});

test('has a place for each word, position and segment', () => {
  const { sizes, inputs } = makeBatch([sentence([1, 5], [0, 0]), sentence([1, 5], [0, 1]), sentence([1, 5])], {
    ...{ padding: 'none', special },
  });
  expect(sizes.places).toBe(3);
  expect(inputs['segment']).toEqual(Int32Array.of(0, 0, 0, 1, 0, 0));
  expect(inputs['placeOf']).toEqual(Int32Array.of(0, 1, 0, 2, 0, 1));
  expect(inputs['segmentOfPlace']).toEqual(Int32Array.of(0, 0, 1));
});

test('has none of that without special tokens', () => {
  const { sizes, inputs } = makeBatch([sentence([1, 5])], { padding: 'none' });
  expect(sizes).toMatchObject({ contentRows: 2, contentPairs: 4 });
  for (const name of ['segment', 'segmentOfPlace', 'content', 'pinned']) expect(inputs).not.toHaveProperty(name);
});
