import { RecordProblem } from './grammar.ts';
import { textColumns, type ReadingOptions } from './options.ts';
import { readFields, scanFields, type Quoting } from './table.ts';

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** Characters at the beginning of a text that its syntax is detected from. */
export const headLength = 1 << 18;
/** Records at the beginning that a delimiter is judged by. */
const maxJudged = 50;

/**
 * The delimiter that splits the first records into equally many fields, two at least. The usual one where its first record has all the
 * columns wanted, or where no other does better.
 */
export function detectDelimiter(
  head: string,
  usual: Delimiter,
  options: Pick<ReadingOptions, 'textColumn' | 'labelColumn' | 'columns'>,
): Delimiter {
  const wanted = [...textColumns(options), options.labelColumn];
  const judged = [usual, ...delimiters.filter((each) => each !== usual)].map((delimiter) => {
    const records = firstRecords(head, delimiter, 'double', maxJudged);
    const count = options.columns?.length ?? records[0]?.length ?? 0;
    const fitting = records.filter(({ length }) => length === count).length / Math.max(1, records.length);
    const hasWanted = !options.columns && wanted.every((column) => records[0]?.includes(column));
    return { delimiter, count: count >= 2 && fitting > 0 ? count : 1, fitting, hasWanted };
  });
  const able = judged.filter(({ count }) => count >= 2);
  const best = able.sort(
    (a, b) => Number(b.hasWanted) - Number(a.hasWanted) || b.fitting - a.fitting || preference(b) - preference(a),
  )[0];
  return best?.delimiter ?? usual;

  function preference({ delimiter, count }: { delimiter: Delimiter; count: number }): number {
    return delimiter === usual ? Infinity : count;
  }
}

/**
 * How the fields of a table are quoted, by its beginning. Of tabs: not at all, unless every name of the header is quoted, or exactly
 * those fields are which need it (as pandas writes them). Of other delimiters: by double quotes, unless only backslashes make sense.
 */
export function detectQuoting(head: string, delimiter: string): Quoting {
  if (!head.includes('"')) return delimiter === '\t' ? 'none' : 'double';
  if (delimiter === '\t') return isHeaderQuoted(head) || isQuotedWhereNeeded(head) ? 'double' : 'none';
  const isBackslash = head.includes('\\"') && !isReadable(head, delimiter, 'double');
  return isBackslash && isReadable(head, delimiter, 'backslash') ? 'backslash' : 'double';
}

function isHeaderQuoted(head: string): boolean {
  const first = head.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
  return first.split('\t').every((name) => /^".*"$/.test(name));
}

/** Every quoted field of the head holds a quote, a tab or a line break; there is one at least. */
function isQuotedWhereNeeded(head: string): boolean {
  let needed = 0;
  const isReadable = forEachRecord(head, (at) => {
    const record = scanFields(head, at, isWhole(head), '\t', 'double');
    const quoted = record?.fields.filter((_, i) => head[record.starts[i]!] === '"') ?? [];
    if (!quoted.every((field) => /["\t\n]/.test(field))) throw new RecordProblem('needless quotes', at, '');
    needed += quoted.length;
    return record;
  });
  return isReadable && needed > 0;
}

/** Whether the head consists of records, the last perhaps cut off; a last one of half the head is none. */
function isReadable(head: string, delimiter: string, quoting: Quoting): boolean {
  return forEachRecord(head, (at) => readFields(head, at, isWhole(head), delimiter, quoting));
}

function forEachRecord(head: string, read: (at: number) => { readonly end: number } | null): boolean {
  try {
    for (let at = 0; at < head.length;) {
      const record = read(at);
      if (record === null) return at > head.length / 2;
      at = record.end;
    }
    return true;
  } catch (error) {
    if (error instanceof RecordProblem) return false;
    throw error;
  }
}

/** Whether the head is all of the text. */
function isWhole(head: string): boolean {
  return head.length < headLength;
}

/** Records that are not blank; those up to what cannot be read. */
export function firstRecords(head: string, delimiter: string, quoting: Quoting, count: number): string[][] {
  const records: string[][] = [];
  try {
    for (let at = 0; at < head.length && records.length < count;) {
      const record = readFields(head, at, isWhole(head), delimiter, quoting);
      if (record === null) break;
      at = record.end;
      if (record.fields.length > 1 || record.fields[0]!.trim() !== '') records.push(record.fields);
    }
  } catch (error) {
    if (!(error instanceof RecordProblem)) throw error;
  }
  return records;
}
