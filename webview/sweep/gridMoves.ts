export interface Place {
  readonly row: number;
  readonly column: number;
}

/** The cell that a key moves to, as the ARIA grid pattern defines it; null for other keys. `far`: with Control. */
export function gridMove(
  key: string,
  far: boolean,
  { row, column }: Place,
  rows: number,
  columns: number,
): Place | null {
  const last = { row: rows - 1, column: columns - 1 };
  switch (key) {
    case 'ArrowRight':
      return { row, column: Math.min(column + 1, last.column) };
    case 'ArrowLeft':
      return { row, column: Math.max(column - 1, 0) };
    case 'ArrowDown':
      return { row: Math.min(row + 1, last.row), column };
    case 'ArrowUp':
      return { row: Math.max(row - 1, 0), column };
    case 'Home':
      return { row: far ? 0 : row, column: 0 };
    case 'End':
      return { row: far ? last.row : row, column: last.column };
    default:
      return null;
  }
}
