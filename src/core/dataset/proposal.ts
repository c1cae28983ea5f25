import { shortened, printable } from '../../common/printable.ts';
import { defaultReading, readHead, type FileHead } from './readHead.ts';
import { EncodingError } from './reading/encoding.ts';
import { delimiterName } from './reading/syntax.ts';

/** Rows that the columns are guessed from. */
const sampledRows = 50;

/** How a new experiment could read one of the user's files. */
export interface Proposal {
  readonly head: FileHead;
  /** The likely one, for a file that is not UTF-8. */
  readonly encoding: string | undefined;
  /** Names of the columns, for a file that seems to have no header. */
  readonly columns: readonly string[] | undefined;
  readonly textColumn: string | undefined;
  readonly labelColumn: string | undefined;
}

/**
 * Reads the beginning of a file and guesses its columns. `hasHeader`: what the user says of the first line of a table; without it, a
 * first line that looks like a row is one. Errors: UserError as `readHead`.
 */
export async function proposeReading(path: string, hasHeader?: boolean): Promise<Proposal> {
  try {
    return await proposeColumns(path, hasHeader, undefined);
  } catch (error) {
    if (!(error instanceof EncodingError) || error.likely === undefined) throw error;
    return proposeColumns(path, hasHeader, error.likely);
  }
}

async function proposeColumns(
  path: string,
  hasHeader: boolean | undefined,
  encoding: string | undefined,
): Promise<Proposal> {
  const read = (columns?: string[]) => readHead(path, { ...defaultReading, encoding, columns }, sampledRows);
  const head = await read();
  if (hasHeader ?? head.file.headerDoubt === null) {
    return { head, encoding, columns: undefined, ...named(guessColumns(head)) };
  }
  const unnamed = head.columns.map((_, i) => `column${i + 1}`);
  const guess = guessColumns(await read(unnamed));
  const columns = unnamed.map((name) => (name === guess.text ? 'text' : name === guess.label ? 'label' : name));
  return {
    head: await read(columns),
    encoding,
    columns,
    textColumn: guess.text && 'text',
    labelColumn: guess.label && 'label',
  };
}

const named = ({ text, label }: ReturnType<typeof guessColumns>) => ({ textColumn: text, labelColumn: label });

const textNames = ['text', 'sentence', 'review', 'content', 'body', 'message', 'comment', 'tweet', 'title'];
const labelNames = ['label', 'class', 'category', 'sentiment', 'target', 'stars', 'rating', 'score', 'y'];

/** The columns that look most like text and label: by their names, else by their first rows. Two different ones if there are two. */
export function guessColumns({ columns, rows }: Pick<FileHead, 'columns' | 'rows'>): {
  text: string | undefined;
  label: string | undefined;
} {
  const values = (column: string) => rows.map((row) => row[columns.indexOf(column)] ?? '');
  const length = (column: string) => values(column).join('').length;
  const text = withName(columns, textNames) ?? withMax(columns, length);
  const others = columns.filter((column) => column !== text);
  const repeats = (column: string) => -new Set(values(column)).size - length(column) / 1e6;
  return { text, label: withName(others, labelNames) ?? withMax(others, repeats) };
}

/** How the file is written, in words: `fields separated by ";", a header in line 1, utf-8`. */
export function describeReading({ file }: Pick<FileHead, 'file'>): string {
  const { syntax, encoding, headerLine } = file;
  if (!syntax) return 'Parquet, its columns named by its schema';
  const parts =
    syntax.kind === 'table'
      ? [
          `fields separated by ${delimiterName(syntax.delimiter)}`,
          { none: 'without quoting', double: 'quoted by "', backslash: 'quoted by ", with \\" within' }[syntax.quoting],
          headerLine === null ? 'no header' : `a header in line ${headerLine}`,
        ]
      : [{ lines: 'one JSON object per line', array: 'a JSON array', fasttext: 'lines of fastText' }[syntax.kind]];
  return [...parts, `encoded in ${encoding}`].join(', ');
}

/** The first rows as a table of text, with the names of the columns above them. */
export function previewLines({ columns, rows }: Pick<FileHead, 'columns' | 'rows'>, count = 5): string[] {
  const cell = (text: string) => shortened(printable(text.replaceAll('\n', '⏎')), 40);
  const table = [columns, ...rows.slice(0, count)].map((row) => row.map(cell));
  const widths = columns.map((_, i) => Math.max(...table.map((row) => row[i]?.length ?? 0)));
  return table.map((row) =>
    row
      .map((each, i) => each.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function withName(columns: readonly string[], names: readonly string[]): string | undefined {
  const found = names.map((name) => columns.find((column) => column.toLowerCase() === name));
  return found.find((column) => column !== undefined);
}

function withMax(columns: readonly string[], measure: (column: string) => number): string | undefined {
  return [...columns].sort((a, b) => measure(b) - measure(a))[0];
}
