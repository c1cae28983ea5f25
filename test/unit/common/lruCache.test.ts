import { expect, test } from 'vitest';
import { LruCache } from '../../../src/common/lruCache.ts';

test('keeps the most recently used values and reports evicted ones', () => {
  const gone: number[] = [];
  const recent = new LruCache<number>(2, (value) => gone.push(value));
  recent.set('a', 1);
  recent.set('b', 2);
  expect(recent.get('a')).toBe(1);
  recent.set('c', 3);
  expect(gone).toEqual([2]);
  expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual([1, undefined, 3]);
});

test('reports a value that is replaced', () => {
  const gone: number[] = [];
  const recent = new LruCache<number>(2, (value) => gone.push(value));
  recent.set('a', 1);
  recent.set('a', 2);
  expect(gone).toEqual([1]);
  expect(recent.get('a')).toBe(2);
});
