import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawsSplit, SplitDraw, type Row } from '../../../../src/core/dataset/drawSplits.ts';
import type { SplitName } from '../../../../src/core/dataset/source.ts';
import { experimentOn } from './experiments.ts';

function draw(rows: readonly Row[], shares = { dev: 0.2, test: 0.1 }, seed = 1): SplitName[] {
  const splits = new SplitDraw(shares, seed, 2);
  for (const row of rows) splits.add(row);
  const splitOf = splits.draw(new Set(rows.map(({ classNumber }) => classNumber)));
  return rows.map((_, i) => splitOf(i));
}

const distinct = (counts: readonly number[]): Row[] =>
  counts.flatMap((n, classNumber) =>
    Array.from({ length: n }, (_, i) => ({ text: `text ${classNumber} ${i}`, classNumber })),
  );

describe('a drawn split', () => {
  test('has the share of every class in every split', () => {
    const rows = distinct([900, 100]);
    const splits = draw(rows);
    const count = (split: SplitName, c: number) =>
      rows.filter((row, i) => row.classNumber === c && splits[i] === split).length;
    expect([count('dev', 0), count('dev', 1), count('test', 0), count('test', 1)]).toEqual([180, 20, 90, 10]);
  });

  test('keeps equal texts on one side, whatever white space is around them and whatever their classes', () => {
    const text = fc.constantFrom('a', ' a', 'a\n', 'b', 'c', 'd ', 'e', 'f', 'g', 'h', 'i', 'j');
    const more = distinct([20, 20]);
    const row = fc.record({ text, classNumber: fc.integer({ min: 0, max: 1 }) });
    fc.assert(
      fc.property(fc.array(row), fc.nat(), (some, seed) => {
        const rows = [...some, ...more];
        const splits = draw(rows, undefined, seed);
        const sides = new Map(rows.map(({ text }, i) => [text.trim(), splits[i]]));
        for (const [i, { text }] of rows.entries()) expect(splits[i]).toBe(sides.get(text.trim()));
      }),
    );
  });

  test('leaves a class with one member in train', () => {
    const rows = distinct([50, 1]);
    for (let seed = 0; seed < 20; seed++) expect(draw(rows, undefined, seed).at(-1)).toBe('train');
  });

  test('of one text only is refused', () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({ text: 'the same', classNumber: i % 2 }));
    expect(() => draw(rows)).toThrow(/20 training rows are too few .* equal texts stay in one split/);
  });

  test('changes little if a row is added', () => {
    const [before, after] = [
      draw(distinct([200, 200])),
      draw([...distinct([200, 200]), { text: 'new', classNumber: 1 }]),
    ];
    expect(before.filter((split, i) => split !== after[i]).length).toBeLessThan(5);
  });
});

test('a data set draws a split unless it has all of them', () => {
  const draws = (dataset: object) => drawsSplit(experimentOn(dataset).dataset);
  expect(draws({ source: 'spam-assassin' })).toBe(true);
  expect(draws({ source: 'files', train: 'a.tsv', dev: 'b.tsv' })).toBe(true);
  expect(draws({ source: 'files', train: 'a.tsv', dev: 'b.tsv', test: 'c.tsv' })).toBe(false);
  expect(draws({ source: 'sst2' })).toBe(false);
});
