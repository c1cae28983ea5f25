/** A row of a file before its columns are looked up. */
export interface DataRecord {
  readonly columns: readonly string[];
  /** The value of a column; undefined where there is no such column. */
  get(column: string): unknown;
}

/** A record in a text: offsets in UTF-16 units, `end` behind its line break. */
export interface PlacedRecord {
  readonly start: number;
  readonly end: number;
  /** null for what is no row: a blank line, the header. */
  readonly record: DataRecord | null;
}

/** A part of a value that stands unchanged in the text. */
export interface Segment {
  /** Offset in the value. */
  readonly at: number;
  /** Offset in the text. */
  readonly from: number;
  readonly length: number;
}

/** How a text consists of records. It reads one text from its beginning: it may keep a state between records. */
export interface Grammar {
  /**
   * The record that begins at `from`, before the end of the text; null where it goes on beyond a text that `isLast` is false for.
   * Errors: RecordProblem.
   */
  read(text: string, from: number, isLast: boolean): PlacedRecord | null;
  /** What the text lacks when all of it has been read; undefined where it may end anywhere. */
  unfinished?(): string | null;
  /** Where the value of a column stands in the text, for a record that `read` returned. */
  locate(text: string, record: PlacedRecord, column: string): readonly Segment[];
}

/** What is wrong at an offset of the text; whoever knows file and line makes a UserError of it. */
export class RecordProblem extends Error {
  override readonly name: string = 'RecordProblem';
  readonly offset: number;
  readonly remedy: string;

  constructor(message: string, offset: number, remedy: string) {
    super(message);
    this.offset = offset;
    this.remedy = remedy;
  }
}

/** A record that does not end: to find that out, the text was read to its end. */
export class UnclosedRecord extends RecordProblem {
  override readonly name = 'UnclosedRecord';
}

/** The end of the line that begins at `from`: of its content, and behind its line break; null where the text may go on. */
export function lineEnd(text: string, from: number, isLast: boolean): { content: number; end: number } | null {
  const newline = text.indexOf('\n', from);
  if (newline < 0) return isLast ? { content: text.length, end: text.length } : null;
  return { content: text[newline - 1] === '\r' && newline > from ? newline - 1 : newline, end: newline + 1 };
}

/** A record of named fields. */
export class FieldsRecord implements DataRecord {
  readonly columns: readonly string[];
  readonly #fields: readonly unknown[];

  constructor(columns: readonly string[], fields: readonly unknown[]) {
    this.columns = columns;
    this.#fields = fields;
  }

  get(column: string): unknown {
    const index = this.columns.indexOf(column);
    return index < 0 ? undefined : this.#fields[index];
  }
}
