/** Which part of a table of `columns` × `rows` cells a view of `width` × `height` pixels shows, and how large. */
export interface Viewport {
  readonly columns: number;
  readonly rows: number;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Cells left of and above the view, with fractions. */
  readonly x: number;
  readonly y: number;
  /** Pixels of a cell. */
  readonly cellWidth: number;
  readonly cellHeight: number;
}

export interface Cell {
  readonly column: number;
  readonly row: number;
}

/** Pixels; larger cells would show nothing more. */
const maxCellSize = 28;
export const rowHeight = 22;
const minRowHeight = 1;

type Size = Pick<Viewport, 'columns' | 'rows' | 'width' | 'height'>;

/** All of the table, rows no higher than a line of text. */
export function fit(size: Size): Viewport {
  return clamp({ ...size, x: 0, y: 0, ...minCell(size) });
}

/** Scaled by `factor` about a point of the view, in pixels; that point keeps its cell. */
export function zoom(view: Viewport, factor: number, atX: number, atY: number): Viewport {
  const min = minCell(view);
  const cellWidth = Math.min(Math.max(view.cellWidth * factor, min.cellWidth), maxCellSize);
  const cellHeight = Math.min(Math.max(view.cellHeight * factor, min.cellHeight), rowHeight);
  return clamp({
    ...view,
    cellWidth,
    cellHeight,
    x: view.x + atX / view.cellWidth - atX / cellWidth,
    y: view.y + atY / view.cellHeight - atY / cellHeight,
  });
}

/** Moved by pixels: positive shows what lies right and below. */
export function pan(view: Viewport, byX: number, byY: number): Viewport {
  return clamp({ ...view, x: view.x + byX / view.cellWidth, y: view.y + byY / view.cellHeight });
}

/** Moved just far enough to show the whole of a cell. */
export function reveal(view: Viewport, { column, row }: Cell): Viewport {
  const into = (at: number, start: number, shown: number) => Math.max(Math.min(start, at), at + 1 - shown);
  return clamp({
    ...view,
    x: into(column, view.x, view.width / view.cellWidth),
    y: into(row, view.y, view.height / view.cellHeight),
  });
}

/** The same part in a view of another size, or of a table of another size; a view of all of the table stays one. */
export function resize(view: Viewport, size: Size): Viewport {
  const min = minCell(view);
  const isAll = view.cellWidth <= min.cellWidth && view.cellHeight <= min.cellHeight;
  return isAll ? fit(size) : zoom({ ...view, ...size }, 1, 0, 0);
}

/** The cell at a point of the view, in pixels; null outside the table. */
export function cellAt(
  { x, y, cellWidth, cellHeight, columns, rows }: Viewport,
  atX: number,
  atY: number,
): Cell | null {
  const column = Math.floor(x + atX / cellWidth);
  const row = Math.floor(y + atY / cellHeight);
  return column >= 0 && column < columns && row >= 0 && row < rows ? { column, row } : null;
}

function minCell({ columns, rows, width, height }: Size): Pick<Viewport, 'cellWidth' | 'cellHeight'> {
  return {
    cellWidth: Math.min(width / columns, maxCellSize),
    cellHeight: Math.min(Math.max(height / rows, minRowHeight), rowHeight),
  };
}

function clamp(view: Viewport): Viewport {
  const maxStart = (cells: number, shown: number) => Math.max(0, cells - shown);
  return {
    ...view,
    x: Math.min(Math.max(view.x, 0), maxStart(view.columns, view.width / view.cellWidth)),
    y: Math.min(Math.max(view.y, 0), maxStart(view.rows, view.height / view.cellHeight)),
  };
}
