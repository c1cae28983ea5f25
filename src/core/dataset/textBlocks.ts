import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { UserError } from '../../common/userError.ts';
import { readError } from './sourceFile.ts';

export const maxLineBytes = 10 * 1024 * 1024;
const newline = 0x0a;

/** Whole lines of a file, including their line breaks (the last line may have none). */
export interface TextBlock {
  readonly text: string;
  /** Number of the first line, from 1. */
  readonly firstLine: number;
}

/**
 * Reads a text file block by block and strips a byte order mark.
 * Errors: UserError if it is missing, empty, not UTF-8 (with the line number) or has a line longer than 10 MB.
 */
export async function* readBlocks(path: string): AsyncGenerator<TextBlock> {
  let firstLine = 1;
  for await (const bytes of wholeLines(path)) {
    if (!isUtf8(bytes)) throw encodingError(path, bytes, firstLine);
    const text = bytes.toString('utf8');
    yield { text: firstLine === 1 && text.startsWith('\ufeff') ? text.slice(1) : text, firstLine };
    firstLine += countOf(bytes, newline);
  }
}

async function* wholeLines(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let line = 1;
  for await (const chunk of chunks(path)) {
    const end = chunk.lastIndexOf(newline) + 1;
    const first = end === 0 ? chunk.length : chunk.indexOf(newline);
    if (restBytes + first > maxLineBytes) throw lineLengthError(path, line);
    if (end > 0) {
      const block = Buffer.concat([...rest, chunk.subarray(0, end)]);
      yield block;
      line += countOf(block, newline);
      [rest, restBytes] = [[], 0];
    }
    rest.push(chunk.subarray(end));
    restBytes += chunk.length - end;
  }
  if (line === 1 && restBytes === 0) throw new UserError(`${path}: the file is empty`, 'Give a file with rows in it.');
  if (restBytes > 0) yield Buffer.concat(rest);
}

async function* chunks(path: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw readError(path, error);
  }
}

function countOf(bytes: Buffer, byte: number): number {
  let count = 0;
  for (let i = bytes.indexOf(byte); i >= 0; i = bytes.indexOf(byte, i + 1)) count++;
  return count;
}

function encodingError(path: string, bytes: Buffer, firstLine: number): UserError {
  let line = firstLine;
  for (let start = 0; start < bytes.length; line++) {
    const end = bytes.indexOf(newline, start);
    const next = end < 0 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(start, next))) break;
    start = next;
  }
  return new UserError(`${path}:${line}: is not UTF-8 text`, 'Save the file as UTF-8, for instance with iconv.');
}

function lineLengthError(path: string, line: number): UserError {
  const remedy = 'Is this a text file with one row per line? Shorten or remove the line.';
  return new UserError(`${path}:${line}: the line is longer than 10 MB`, remedy);
}
