import stringWidth from 'string-width';

export interface TableLayout {
  /** Cells of the first line. */
  readonly header?: readonly string[];
  /** Columns of the terminal. */
  readonly columns?: number;
}

/**
 * Lines of a table with two spaces between columns; cells may be colored. `align`: one letter per column, l or r. Where the table is wider than the
 * terminal, a row takes several lines: with a header one per cell, named by its column; without one, what does not fit goes on below, indented.
 */
export function table(
  rows: readonly (readonly string[])[],
  align: string,
  { header, columns = terminalColumns() }: TableLayout = {},
): string[] {
  const lines = aligned(header ? [header, ...rows] : rows, align);
  if (lines.every((line) => width(line) <= columns)) return lines;
  return header ? rows.flatMap((row) => namedCells(row, header, columns)) : folded(rows, align, columns);
}

function aligned(rows: readonly (readonly string[])[], align: string): string[] {
  const widths = Array.from(align, (_, c) => rows.reduce((widest, row) => Math.max(widest, width(row[c] ?? '')), 0));
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

const indent = '    ';

/** The first cell, then a line for each other one after the name of its column. */
function namedCells([first = '', ...cells]: readonly string[], header: readonly string[], columns: number): string[] {
  const names = header.slice(1);
  const nameWidth = Math.max(...names.map(width));
  const named = cells.flatMap((cell, c) => {
    if (width(cell) === 0) return [];
    const name = names[c]!;
    const start = `${indent}${name}${' '.repeat(nameWidth - width(name))}  `;
    const [line = '', ...more] = wrapped(cell.split(' '), columns - width(start));
    return [start + line, ...more.map((rest) => ' '.repeat(width(start)) + rest)];
  });
  return [...wrapped(first.split(' '), columns), ...named];
}

/** As many of the first columns as fit, the other cells of each row in lines below it. */
function folded(rows: readonly (readonly string[])[], align: string, columns: number): string[] {
  let fitting = align.length - 1;
  const heads = () =>
    aligned(
      rows.map((row) => row.slice(0, fitting)),
      align.slice(0, fitting),
    );
  while (fitting > 1 && heads().some((line) => width(line) > columns)) fitting--;
  return heads().flatMap((head, i) => {
    const rest = rows[i]!.slice(fitting).filter((cell) => width(cell) > 0);
    const below = rest.length === 0 ? [] : wrapped(rest.join('  ').split(' '), columns - indent.length);
    return [head, ...below.map((line) => indent + line)];
  });
}

/** Words as lines of at most so many columns, unless a single word is longer. */
export function wrapped(words: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    if (line !== '' && width(line) + 1 + width(word) > columns) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** The number of terminal columns that a text takes: two for wide characters such as CJK and emoji, none for colors and combining marks. */
export function width(text: string): number {
  return stringWidth(text);
}

/** Of standard output; Infinity where it is no terminal. */
function terminalColumns(): number {
  return process.stdout.isTTY ? process.stdout.columns || 80 : Infinity;
}
