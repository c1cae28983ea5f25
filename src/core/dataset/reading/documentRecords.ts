import { countLines } from './encoding.ts';
import { headLength } from './detectTable.ts';
import { RecordProblem, UnclosedRecord, type Grammar, type PlacedRecord, type Segment } from './grammar.ts';
import type { Rationales } from '../rationale.ts';
import { pairSeparator } from '../textPair.ts';
import { textColumns, type Format, type ReadingOptions } from './options.ts';
import { rowReader } from './rows.ts';
import { detectSyntax, formatOf, grammarOf } from './syntax.ts';
import { fieldText } from './value.ts';

/** A row of a document. Lines count from 0, both are part of it. */
export interface DataLine {
  readonly text: string;
  /** null if the row has no label. */
  readonly label: string | null;
  /** Left out where the data set has no column of marked parts. */
  readonly rationales?: Rationales;
  readonly firstLine: number;
  readonly lastLine: number;
  /** Which parts of the text stand unchanged in the document, and where; in order. */
  readonly segments: readonly Segment[];
}

/** After so many rows that do not end, the rest of a text has none: to look for the end of each takes the square of its length. */
const maxUnclosed = 20;

/** The rows of a text that an editor shows, read as the file is; malformed rows are left out. */
export class DocumentRecords {
  readonly #text: string;
  readonly #options: ReadingOptions;
  readonly #grammar: Grammar;
  /** Of each record: the offset where it begins, its first and its last line. */
  readonly #starts: number[] = [];
  readonly #firstLines: number[] = [];
  readonly #lastLines: number[] = [];
  #unclosed = 0;

  /** `name`: of the file. Errors: UserError if its format is not known. */
  constructor(text: string, options: ReadingOptions, name: string) {
    const head = text.slice(0, headLength);
    const format = formatOf(options, name, head) as Exclude<Format, 'parquet'>;
    this.#text = text;
    this.#options = options;
    this.#grammar = grammarOf(detectSyntax(options, format, head, () => undefined));
    this.#index();
  }

  /** The row that a line is part of; null if it is part of none. */
  at(line: number): DataLine | null {
    const index = lastAtMost(this.#firstLines, line);
    if (index < 0 || this.#lastLines[index]! < line) return null;
    const placed = this.#grammar.read(this.#text, this.#starts[index]!, true);
    const outcome = placed?.record && rowReader(this.#options, true)(placed.record);
    if (!placed || !outcome || !('row' in outcome)) return null;
    const place = { firstLine: this.#firstLines[index]!, lastLine: this.#lastLines[index]! };
    return { ...outcome.row, ...place, segments: this.#segments(placed) };
  }

  /** A row that cannot be read is left out with its first line: the next may be one again. */
  #index(): void {
    for (let at = 0, line = 0; at < this.#text.length && this.#unclosed < maxUnclosed;) {
      const placed = this.#next(at);
      const start = placed?.start ?? at;
      const end = placed?.end ?? endOfLine(this.#text, at);
      line += countLines(this.#text, at, start);
      const lines = countLines(this.#text, start, end);
      if (placed?.record) {
        this.#starts.push(start);
        this.#firstLines.push(line);
        this.#lastLines.push(line + Math.max(0, lines - (this.#text[end - 1] === '\n' ? 1 : 0)));
      }
      line += lines;
      at = end;
    }
  }

  #next(at: number): PlacedRecord | null {
    try {
      return this.#grammar.read(this.#text, at, true);
    } catch (error) {
      if (!(error instanceof RecordProblem)) throw error;
      if (error instanceof UnclosedRecord) this.#unclosed++;
      return null;
    }
  }

  /** Those of all text columns, which are joined by a space, or as a pair. */
  #segments(placed: PlacedRecord): Segment[] {
    const segments: Segment[] = [];
    let length = 0;
    for (const column of textColumns(this.#options)) {
      const text = fieldText(placed.record!.get(column)) ?? '';
      if (text.trim() === '') continue;
      if (length > 0) length += this.#options.pair ? pairSeparator.length : 1;
      const own = this.#grammar.locate(this.#text, placed, column);
      segments.push(...own.map((segment) => ({ ...segment, at: length + segment.at })));
      length += text.length;
    }
    return segments;
  }
}

/**
 * Where a part of a row's text, from `start` to `end`, stands in the document: offsets; null if it is escaped there, as a doubled
 * quote is.
 */
export function placeInDocument(
  segments: readonly Segment[],
  start: number,
  end: number,
): { readonly start: number; readonly end: number } | null {
  const holds = (offset: number) => segments.find(({ at, length }) => at <= offset && offset < at + length);
  const [first, last] = [holds(start), holds(Math.max(start, end - 1))];
  if (!first || !last) return null;
  return { start: first.from + start - first.at, end: last.from + end - last.at };
}

function endOfLine(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  return newline < 0 ? text.length : newline + 1;
}

/** The index of the last value that is at most `limit`, among rising ones; -1 if there is none. */
function lastAtMost(values: readonly number[], limit: number): number {
  let [low, high] = [-1, values.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= limit) low = middle;
    else high = middle;
  }
  return low;
}
