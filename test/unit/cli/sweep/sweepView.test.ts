import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { gridLines, type Cell } from '../../../../src/cli/sweep/sweepView.ts';
import { parseSweep } from '../../../../src/core/sweep/readSweep.ts';

const { elements } = parseSweep(
  '{"dataset": {"source": "planted"}, "sweep": {"safr.preset": ["plain", "safr"], "seed": [1, 2, 3]}}',
  'a.safr.json',
)!;
const cells: Cell[] = ['done', 'failed', 'stopped', 0, 0.99, 'waiting'];
const drawn = (columns: number, rows: number) =>
  gridLines(elements, cells, { columns, rows }).map((line) => stripVTControlCharacters(line));

describe('the grid of a sweep', () => {
  it('has a line for each combination and a symbol for each seed', () => {
    expect(drawn(80, 24)).toEqual(['safr.preset plain  ✓ ✗ –', 'safr.preset safr   ▁ █ ·']);
  });

  it('is only the symbols if the terminal is too small', () => {
    expect(drawn(20, 24)).toEqual(['✓✗–▁█·']);
    expect(drawn(5, 24)).toEqual(['✓✗–▁', '█·']);
    expect(drawn(80, 4)).toEqual(['✓✗–▁█·']);
  });
});
