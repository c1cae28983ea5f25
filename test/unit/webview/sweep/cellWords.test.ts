import { describe, expect, it } from 'vitest';
import type { SweepCell } from '../../../../src/protocol/sweep.ts';
import { cellName, shareOfAll, stateWords } from '../../../../webview/sweep/cellWords.ts';

const cell = (parts: Partial<SweepCell>): SweepCell => ({
  number: 1,
  state: 'waiting',
  share: null,
  reason: null,
  opens: false,
  ...parts,
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
