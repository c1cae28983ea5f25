import { describe as suite, expect, it } from 'vitest';
import { csvOf, describe, samePlot, tableOf, type Line } from '../../../../webview/shared/plot.ts';

function line(label: string, points: Line['points'], changes: Partial<Line> = {}): Line {
  return { label, slot: 0, dashed: false, points, ...changes };
}

const a = line('a', [
  { x: 2, y: 0.5 },
  { x: 1, y: 0.25 },
]);
const b = line('b', [{ x: 3, y: -1, deviation: 0.125 }]);

suite('the table of a plot', () => {
  it('has a row for every x, in order, with gaps and deviations', () => {
    expect(tableOf({ lines: [a, b] }, 'epoch')).toEqual({
      header: ['epoch', 'a', 'b', 'b, deviation'],
      rows: [
        [1, 0.25, null, null],
        [2, 0.5, null, null],
        [3, null, -1, 0.125],
      ],
    });
  });

  it('has the smallest and largest value where a line has a band of them', () => {
    const banded = line('a', [
      { x: 1, y: 2, range: [0, 5] },
      { x: 2, y: 3 },
    ]);
    expect(tableOf({ lines: [banded] }, 'epoch')).toEqual({
      header: ['epoch', 'a', 'a, smallest', 'a, largest'],
      rows: [
        [1, 2, 0, 5],
        [2, 3, null, null],
      ],
    });
  });

  it('is written as CSV with quoted names, all digits and empty fields', () => {
    const csv = csvOf({
      header: ['k', 'say "x", y'],
      rows: [
        [0.1, null],
        [0.30000000000000004, 2],
      ],
    });
    expect(csv).toBe('k,"say ""x"", y"\r\n0.1,\r\n0.30000000000000004,2\r\n');
  });
});

suite('a plot', () => {
  it('is the same where nothing that is drawn differs', () => {
    expect(samePlot({ lines: [a, b] }, { lines: [a, { ...b, points: [...b.points] }] })).toBe(true);
  });

  it.each([
    ['a value', { lines: [{ ...a, points: [{ x: 1, y: 2 }] }] }],
    ['a colour', { lines: [{ ...a, slot: 1 }] }],
    ['a mark', { lines: [{ ...a, marked: 1 }] }],
    ['the range', { lines: [a], yRange: [0, 1] as const }],
    ['a line', { lines: [a, b] }],
    ['a band', { lines: [{ ...a, points: a.points.map((point) => ({ ...point, range: [0, 1] as const })) }] }],
  ])('differs by %s', (_, other) => {
    expect(samePlot({ lines: [a] }, other)).toBe(false);
  });

  it('is told in words by the ends of its lines', () => {
    expect(describe({ lines: [a, line('empty', [])] }, String)).toBe('a: 0.5 at 2, 0.25 at 1.');
  });
});
