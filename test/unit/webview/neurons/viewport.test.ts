import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAt, fit, pan, resize, reveal, zoom, type Viewport } from '../../../../webview/neurons/viewport.ts';

const size = { columns: 1024, rows: 20, width: 800, height: 440 };

/** Whether the view lies within the table. */
function isInside({ x, y, columns, rows, width, height, cellWidth, cellHeight }: Viewport): boolean {
  const within = (at: number, cells: number, shown: number) => at >= 0 && at <= Math.max(0, cells - shown) + 1e-9;
  return within(x, columns, width / cellWidth) && within(y, rows, height / cellHeight);
}

describe('viewport', () => {
  it('shows the whole table at first, with rows no higher than a line of text', () => {
    expect(fit(size)).toMatchObject({ x: 0, y: 0, cellWidth: 800 / 1024, cellHeight: 22 });
    expect(fit({ ...size, rows: 220 }).cellHeight).toBe(2);
    expect(fit({ ...size, rows: 2 }).cellHeight).toBe(22);
  });

  it('keeps the cell under the pointer while it zooms', () => {
    const view = zoom(fit(size), 6, 300, 100);
    const before = cellAt(fit(size), 300, 100);
    expect(view.cellWidth).toBeGreaterThan(4);
    expect(cellAt(view, 300, 100)).toEqual(before);
  });

  it('stays within the table whatever is done to it', () => {
    const amount = fc.double({ min: -3000, max: 3000, noNaN: true });
    const move = fc.oneof(
      fc.record({ factor: fc.double({ min: 0.1, max: 10, noNaN: true }), x: amount, y: amount }),
      fc.record({ byX: amount, byY: amount }),
    );
    const check = fc.property(fc.array(move, { maxLength: 12 }), (moves) => {
      let view = fit({ ...size, rows: 300 });
      for (const one of moves)
        view = 'factor' in one ? zoom(view, one.factor, one.x, one.y) : pan(view, one.byX, one.byY);
      return isInside(view);
    });
    expect(() => fc.assert(check)).not.toThrow();
  });

  it('moves just far enough to show a cell', () => {
    const view = zoom(fit(size), 10, 0, 0);
    expect(reveal(view, { column: 5, row: 3 })).toEqual(view);
    const moved = reveal(view, { column: 1000, row: 3 });
    expect(moved.x).toBeCloseTo(1001 - 800 / view.cellWidth);
    expect(moved.y).toBe(view.y);
  });

  it('finds no cell outside the table', () => {
    const view = fit({ ...size, rows: 3 });
    expect(cellAt(view, 10, 70)).toBeNull();
    expect(cellAt(view, 799, 10)).toEqual({ column: 1022, row: 0 });
  });

  it('goes on showing all when it is resized, and the same part when it shows a part', () => {
    const wider = { ...size, width: 1000 };
    expect(resize(fit(size), wider)).toEqual(fit(wider));
    const part = zoom(fit(size), 8, 400, 50);
    expect(resize(part, wider)).toMatchObject({ x: part.x, cellWidth: part.cellWidth, width: 1000 });
  });
});
