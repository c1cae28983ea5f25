import { expect, it } from 'vitest';
import { RowCache } from '../../../../../webview/shared/virtual/rowCache.ts';

function someCache() {
  const asked: [start: number, count: number][] = [];
  const cache = new RowCache<string>((start, count) => asked.push([start, count]));
  cache.reset(1, 1000);
  return { asked, cache };
}
const rowsFrom = (start: number, count: number, name = 'row') =>
  Array.from({ length: count }, (_, i) => `${name} ${start + i}`);

it('asks for rows with some around them, and not again for rows that it has or has asked for', () => {
  const { asked, cache } = someCache();
  cache.view(200, 240);
  expect(asked).toEqual([[140, 160]]);
  cache.receive(1, 140, rowsFrom(140, 160));
  cache.view(150, 190);
  expect(asked).toHaveLength(1);
  cache.view(280, 320);
  expect(asked).toEqual([
    [140, 160],
    [220, 160],
  ]);
  expect(cache.rows.value.get(141)).toBe('row 141');
});

it('keeps the rows of the last table until those of the new one come, and takes none of an older one', () => {
  const { cache } = someCache();
  cache.receive(1, 0, rowsFrom(0, 80));
  cache.reset(2, 900);
  expect(cache.rows.value.get(3)).toBe('row 3');
  cache.receive(1, 80, rowsFrom(80, 80));
  expect(cache.rows.value.has(81)).toBe(false);
  cache.receive(2, 0, rowsFrom(0, 5, 'new'));
  expect([...cache.rows.value.values()]).toEqual(rowsFrom(0, 5, 'new'));
});

it('forgets rows that are far away', () => {
  const { cache } = someCache();
  cache.receive(1, 0, rowsFrom(0, 80));
  cache.receive(1, 900, rowsFrom(900, 80));
  expect(cache.rows.value.has(0)).toBe(false);
  expect(cache.rows.value.size).toBe(80);
});
