import { describe, expect, it } from 'vitest';
import { gridMove } from '../../../../webview/sweep/gridMoves.ts';

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
