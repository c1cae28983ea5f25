import { shortened } from '../../../common/printable.ts';
import { UserError } from '../../../common/userError.ts';
import type { FileContent } from './bytes.ts';
import type { DataFile, NumberedRecord } from './dataFile.ts';
import { firstRecords, headLength } from './detectTable.ts';
import { countLines, decoded, encodingOf } from './encoding.ts';
import { fastTextColumns } from './fastText.ts';
import type { Finding } from './finding.ts';
import { RecordProblem } from './grammar.ts';
import { whyNoHeader } from './header.ts';
import type { Format, ReadingOptions } from './options.ts';
import { detectSyntax, formatOf, grammarOf, type TextSyntax } from './syntax.ts';
import { isRepeated } from './table.ts';

/** The longest record, in characters. */
const maxRecordLength = 10 * 1024 * 1024;
/** Records of more lines are reported: a quote may have been left open. */
const maxUsualLines = 20;

/** A text file's beginning, and how it is read. */
export interface TextHead {
  readonly encoding: string;
  /** At most `headLength` characters. */
  readonly text: string;
  readonly format: Exclude<Format, 'parquet'>;
  chunks(): AsyncGenerator<string>;
}

/** Finds out encoding and format. Errors: UserError where the file is empty, cannot be decoded, or its format is not known. */
export async function openTextHead(path: string, content: FileContent, options: ReadingOptions): Promise<TextHead> {
  const encoding = encodingOf(path, await firstBytes(path, content), options.encoding);
  const text = await firstText(decoded(path, content.chunks(), encoding));
  const format = formatOf(options, content.name, text, path) as Exclude<Format, 'parquet'>;
  const isBroken = !text.includes('\n') && text.includes('\r');
  return {
    encoding: encoding.name,
    text: isBroken ? text.replaceAll('\r', '\n') : text,
    format,
    async *chunks() {
      for await (const chunk of decoded(path, content.chunks(), encoding)) {
        yield isBroken ? chunk.replaceAll('\r', '\n') : chunk;
      }
    },
  };
}

/** A file of text whose records come one after the other. Errors: UserError. */
export async function openTextFile(path: string, content: FileContent, options: ReadingOptions): Promise<DataFile> {
  const head = await openTextHead(path, content, options);
  const findings: Finding[] = [];
  const say = (level: Finding['level'], message: string) => findings.push({ file: path, level, message });
  if (head.encoding !== 'utf-8' && options.encoding === undefined) say('info', `it is encoded in ${head.encoding}`);
  const syntax = detectSyntax(options, head.format, head.text, say);
  return {
    path,
    encoding: head.encoding,
    syntax,
    ...columnsOf(syntax, head.text, say),
    findings,
    records: (report) => records(path, head, syntax, report),
  };
}

/** The columns that all records have, and whether the first record is their header. */
function columnsOf(
  syntax: TextSyntax,
  head: string,
  say: (level: Finding['level'], message: string) => void,
): Pick<DataFile, 'columns' | 'headerLine' | 'headerDoubt'> {
  if (syntax.kind === 'fasttext') return { columns: fastTextColumns, headerLine: null, headerDoubt: null };
  if (syntax.kind !== 'table') return { columns: null, headerLine: null, headerDoubt: null };
  const { delimiter, quoting, columns } = syntax;
  const [first, ...rows] = firstRecords(head, delimiter, quoting, 50);
  const headerLine = 1 + countLines(head, 0, Math.max(0, head.search(/\S/)));
  if (columns !== null) {
    const isHeader = first !== undefined && isRepeated(columns, first);
    if (isHeader) say('info', 'its first line repeats dataset.columns and is read as a header');
    return { columns, headerLine: isHeader ? headerLine : null, headerDoubt: null };
  }
  const reason = first ? whyNoHeader(first, rows) : null;
  const headerDoubt = reason === null ? null : { reason, fields: first!.length };
  return { columns: first ?? null, headerLine, headerDoubt };
}

async function* records(
  path: string,
  head: TextHead,
  syntax: TextSyntax,
  report: (finding: Finding) => void,
): AsyncGenerator<readonly NumberedRecord[]> {
  const grammar = grammarOf(syntax);
  let [line, rest] = [1, ''];
  let long: { count: number; line: number } | null = null;
  const read = (text: string, isLast: boolean): NumberedRecord[] => {
    const found: NumberedRecord[] = [];
    let at = 0;
    try {
      while (at < text.length) {
        const placed = grammar.read(text, at, isLast);
        if (placed === null) break;
        const { start, end, record } = placed;
        line += countLines(text, at, start);
        if (end - start > maxRecordLength) throw tooLong(path, line, text.slice(start, end - 1));
        if (record) found.push({ record, line });
        const lines = countLines(text, start, end);
        if (lines > maxUsualLines && syntax.kind === 'table')
          long = { line: long?.line ?? line, count: (long?.count ?? 0) + 1 };
        line += lines;
        at = end;
      }
    } catch (error) {
      if (!(error instanceof RecordProblem)) throw error;
      throw new UserError(
        `${path}:${line + countLines(text, at, error.offset)}: ${shortened(error.message)}`,
        error.remedy,
      );
    }
    rest = text.slice(at);
    if (rest.length > maxRecordLength) throw tooLong(path, line, rest);
    return found;
  };
  for await (const chunk of head.chunks()) yield read(rest + chunk, false);
  if (rest !== '') yield read(rest, true);
  const lacks = grammar.unfinished?.() ?? null;
  if (lacks !== null) throw new UserError(`${path}:${line}: ${lacks}`, 'Copy or download the file again.');
  if (long !== null) report(longRecords(path, long));
}

function longRecords(path: string, { count, line }: { count: number; line: number }): Finding {
  const which = count === 1 ? 'a row has' : `${count} rows have`;
  const message = `${which} more than ${maxUsualLines} lines, the first in line ${line}: is a quote left open there?`;
  return { file: path, level: 'warning', message };
}

function tooLong(path: string, line: number, rest: string): UserError {
  if (rest.includes('\n')) {
    const remedy = 'Close the quote; where quotes belong to the texts, add to the data set "quoting": "none".';
    return new UserError(
      `${path}:${line}: the row that begins here is longer than 10 MB; is a quote left open?`,
      remedy,
    );
  }
  const remedy = 'Is this a text file with one row per line? Shorten or remove the line.';
  return new UserError(`${path}:${line}: the line is longer than 10 MB`, remedy);
}

async function firstBytes(path: string, content: FileContent): Promise<Buffer> {
  for await (const chunk of content.chunks()) if (chunk.length > 0) return chunk;
  throw new UserError(`${path}: the file is empty`, 'Give a file with rows in it.');
}

async function firstText(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) {
    text += chunk;
    if (text.length >= headLength) break;
  }
  return text.slice(0, headLength);
}
