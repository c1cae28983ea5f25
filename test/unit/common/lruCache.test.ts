import { expect, test } from 'vitest';
import { LruCache } from '../../../src/common/lruCache.ts';

test('keeps the most recently used values and reports evicted ones', () => {
  const gone: number[] = [];
  const recent = new LruCache<number>(2, { onEvict: (value) => gone.push(value) });
  recent.set('a', 1);
  recent.set('b', 2);
  expect(recent.get('a')).toBe(1);
  recent.set('c', 3);
  expect(gone).toEqual([2]);
  expect([recent.get('a'), recent.get('b'), recent.get('c')]).toEqual([1, undefined, 3]);
});

test('reports a value that is replaced', () => {
  const gone: number[] = [];
  const recent = new LruCache<number>(2, { onEvict: (value) => gone.push(value) });
  recent.set('a', 1);
  recent.set('a', 2);
  expect(gone).toEqual([1]);
  expect(recent.get('a')).toBe(2);
});

test('holds as much as their sizes allow, and always the newest value', () => {
  const cache = new LruCache<number>(10, { sizeOf: (key, value) => key.length + value });
  cache.set('a', 4);
  cache.set('b', 4);
  expect([cache.get('a'), cache.get('b')]).toEqual([4, 4]);
  cache.set('c', 1);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([undefined, 4, 1]);
  cache.set('b', 7);
  expect([cache.get('c'), cache.get('b')]).toEqual([1, 7]);
  cache.set('large', 100);
  expect([cache.get('c'), cache.get('b'), cache.get('large')]).toEqual([undefined, undefined, 100]);
});
