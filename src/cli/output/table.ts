import { stripVTControlCharacters } from 'node:util';

/** Lines of a table with two spaces between columns; cells may be coloured. `align`: one letter per column, l or r. */
export function table(rows: readonly (readonly string[])[], align: string): string[] {
  const widths = Array.from(align, (_, c) => Math.max(0, ...rows.map((row) => width(row[c] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, c) => {
        const space = ' '.repeat(widths[c]! - width(cell));
        return align[c] === 'r' ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** The number of terminal columns that a text takes. */
export function width(text: string): number {
  return Array.from(stripVTControlCharacters(text)).length;
}
