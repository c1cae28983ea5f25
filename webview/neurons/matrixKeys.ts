import type { Cell } from './viewport.ts';

/** What the keys do to a matrix. */
export interface KeyMoves {
  cursor(): Cell;
  size(): { readonly columns: number; readonly rows: number };
  move(to: Cell): void;
  choose(at: Cell): void;
  chooseRow(at: Cell): void;
  zoom(factor: number): void;
  fit(): void;
}

/** Columns. */
const pageSize = 32;
const steps: Readonly<Record<string, readonly [columns: number, rows: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  PageUp: [-pageSize, 0],
  PageDown: [pageSize, 0],
  Home: [-Infinity, 0],
  End: [Infinity, 0],
};

/** Moves a cursor from cell to cell, and zooms. */
export function listenToKeys(canvas: HTMLCanvasElement, moves: KeyMoves): void {
  const zooms: Readonly<Record<string, () => void>> = {
    '+': () => moves.zoom(1.5),
    '=': () => moves.zoom(1.5),
    '-': () => moves.zoom(1 / 1.5),
    '0': () => moves.fit(),
    Enter: () => moves.choose(moves.cursor()),
    ' ': () => moves.chooseRow(moves.cursor()),
  };
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = steps[event.key];
    const act = step ? () => moves.move(moved(moves.cursor(), step, moves.size())) : zooms[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function moved(
  { column, row }: Cell,
  [byColumns, byRows]: readonly [number, number],
  { columns, rows }: ReturnType<KeyMoves['size']>,
): Cell {
  const within = (at: number, count: number) => Math.min(Math.max(at, 0), count - 1);
  return { column: within(column + byColumns, columns), row: within(row + byRows, rows) };
}
