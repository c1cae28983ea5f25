import { describe, expect, it } from 'vitest';
import type { SweepCell } from '../../../../src/protocol/sweep.ts';
import { cellName, shareOfAll, stateWords } from '../../../../webview/sweep/cellWords.ts';
import { gridMove } from '../../../../webview/sweep/gridMoves.ts';

const cell = (parts: Partial<SweepCell>): SweepCell => ({
  number: 1,
  state: 'waiting',
  share: null,
  reason: null,
  opens: false,
  ...parts,
});

describe('the keys of the grid', () => {
  const from = (key: string, row: number, column: number, far = false) => gridMove(key, far, { row, column }, 3, 4);

  it('move by one and stay inside', () => {
    expect(from('ArrowRight', 1, 2)).toEqual({ row: 1, column: 3 });
    expect(from('ArrowRight', 1, 3)).toEqual({ row: 1, column: 3 });
    expect(from('ArrowLeft', 1, 0)).toEqual({ row: 1, column: 0 });
    expect(from('ArrowDown', 2, 1)).toEqual({ row: 2, column: 1 });
    expect(from('ArrowUp', 1, 1)).toEqual({ row: 0, column: 1 });
  });

  it('go to the ends of a row, with Control to those of the grid', () => {
    expect(from('Home', 1, 2)).toEqual({ row: 1, column: 0 });
    expect(from('End', 1, 2)).toEqual({ row: 1, column: 3 });
    expect(from('Home', 1, 2, true)).toEqual({ row: 0, column: 0 });
    expect(from('End', 1, 2, true)).toEqual({ row: 2, column: 3 });
  });

  it('are left to others where they mean nothing', () => {
    expect(from('a', 1, 2)).toBeNull();
    expect(from('Tab', 1, 2)).toBeNull();
  });
});

describe('a cell in words', () => {
  it('is named by its values and its seed', () => {
    const grid = { fields: ['safr.preset'], seeds: ['1', '2'], rows: [] };
    expect(cellName(grid, ['plain'], 1)).toBe('safr.preset plain, seed 2');
    expect(cellName({ ...grid, seeds: [] }, ['plain'], 0)).toBe('safr.preset plain');
    expect(cellName({ fields: [], seeds: [], rows: [] }, [], 0)).toBe('unchanged');
  });

  it('tells how far it is, or why it ended', () => {
    expect(stateWords(cell({ state: 'running', share: 0.409 }))).toBe('running, 40 %');
    expect(stateWords(cell({ state: 'failed', reason: 'no such file' }))).toBe('failed: no such file');
    expect(stateWords(cell({ state: 'done' }))).toBe('done');
  });

  it('counts into the share of all', () => {
    const cells = [
      cell({ state: 'done' }),
      cell({ state: 'running', share: 0.5 }),
      cell({}),
      cell({ state: 'failed' }),
    ];
    expect(shareOfAll(cells)).toBe(1.5 / 4);
    expect(shareOfAll([])).toBe(0);
  });
});
