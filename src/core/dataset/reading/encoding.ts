import { isUtf8 } from 'node:buffer';
import { UserError } from '../../../common/userError.ts';

/** How the bytes of a file become text. */
export interface Encoding {
  /** A name of the WHATWG Encoding Standard. */
  readonly name: string;
  /** Length of the byte-order mark that the file begins with. */
  readonly markBytes: number;
}

interface LikelyEncoding {
  readonly name: string;
  readonly script?: string;
}

/** A text that is not UTF-8 and has no byte-order mark; its remedy is for the files of a data set. */
export class EncodingError extends UserError {
  /** The likely ones, in words. */
  readonly encodings: string;
  /** Its name if only one is likely. */
  readonly likely: string | undefined;

  constructor(message: string, encodings: readonly LikelyEncoding[]) {
    const words = encodings.map(({ name, script }) => `"${name}"${script ? ` (${script})` : ''}`);
    const listed = words.join(', ').replace(/, (?=[^,]*$)/, ' or ');
    super(message, `Add to the data set "encoding": ${listed}, or save the file as UTF-8.`);
    this.encodings = listed;
    this.likely = encodings.length === 1 ? encodings[0]?.name : undefined;
  }
}

const byteOrderMarks: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/**
 * The encoding of a file by its first bytes: its byte-order mark, else the declared one, else UTF-8. Errors: UserError for UTF-16
 * without a mark that is not declared: it would be read as UTF-8 with a NUL after each letter.
 */
export function encodingOf(path: string, head: Uint8Array, declared?: string): Encoding {
  const mark = byteOrderMarks.find(([, bytes]) => bytes.every((byte, i) => head[i] === byte));
  if (mark) return { name: mark[0], markBytes: mark[1].length };
  if (declared !== undefined) return { name: new TextDecoder(declared).encoding, markBytes: 0 };
  const wide = unmarkedUtf16(head);
  if (wide) throw notUtf8(path, 'every other byte is 0, as in UTF-16 without a byte-order mark', [{ name: wide }]);
  return { name: 'utf-8', markBytes: 0 };
}

/** Decodes a file chunk by chunk. Errors: UserError that names the line of the first byte which the encoding does not have. */
export async function* decoded(
  path: string,
  chunks: AsyncIterable<Buffer>,
  { name, markBytes }: Encoding,
): AsyncGenerator<string> {
  const decode = name === 'utf-8' ? utf8Decoder() : streamDecoder(name);
  let line = 1;
  let skip = markBytes;
  for await (const chunk of withEnd(chunks)) {
    const bytes = chunk?.subarray(Math.min(skip, chunk.length)) ?? null;
    skip -= chunk === null ? 0 : Math.min(skip, chunk.length);
    const text = decode.next(bytes);
    if (text === null) throw undecodable(path, name, decode.pending(bytes), line);
    line += countLines(text);
    if (text !== '') yield text;
  }
}

/** Number of line feeds in a part of a text. */
export function countLines(text: string, from = 0, to = text.length): number {
  let count = 0;
  for (let i = text.indexOf('\n', from); i >= 0 && i < to; i = text.indexOf('\n', i + 1)) count++;
  return count;
}

interface Decoder {
  /** The text that is complete by now; `null` as bytes: there are no more. null: the bytes are not of the encoding. */
  next(bytes: Buffer | null): string | null;
  /** All bytes of the call of `next` that failed. */
  pending(bytes: Buffer | null): Buffer;
}

/** `Buffer.toString` is several times faster than `TextDecoder`, and keeps ASCII at one byte per character. */
function utf8Decoder(): Decoder {
  let rest: Buffer = Buffer.alloc(0);
  const pending = (bytes: Buffer | null) =>
    bytes === null ? rest : rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
  return {
    pending,
    next(bytes) {
      const all = pending(bytes);
      const end = bytes === null ? all.length : all.length - unfinishedBytes(all);
      const whole = all.subarray(0, end);
      if (!isUtf8(whole)) return null;
      rest = Buffer.from(all.subarray(end));
      return whole.toString('utf8');
    },
  };
}

function streamDecoder(name: string): Decoder {
  const decoder = new TextDecoder(name, { fatal: true });
  return {
    pending: (bytes) => bytes ?? Buffer.alloc(0),
    next(bytes) {
      try {
        return bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
      } catch {
        return null;
      }
    },
  };
}

/** Bytes at the end that begin a character of UTF-8 which goes on beyond them. */
function unfinishedBytes(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}

function undecodable(path: string, name: string, bytes: Buffer, firstLine: number): UserError {
  const valid = longestValid(name, bytes);
  const text = new TextDecoder(name, { ignoreBOM: true }).decode(bytes.subarray(0, valid));
  const place = `${path}:${firstLine + countLines(text)}`;
  if (name !== 'utf-8') {
    const remedy = 'Set dataset.encoding to the encoding that the file was saved in.';
    return new UserError(`${place}: is not text in the encoding ${name}`, remedy);
  }
  const { reason, encodings } = likelyEncodings(bytes);
  return notUtf8(place, reason, encodings);
}

/** Length of the longest beginning that decodes. */
function longestValid(name: string, bytes: Buffer): number {
  let [valid, invalid] = [0, bytes.length + 1];
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isBeginning(name, bytes.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  return valid;
}

/** Whether a text in this encoding may begin with these bytes. */
function isBeginning(name: string, bytes: Uint8Array): boolean {
  try {
    new TextDecoder(name, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function notUtf8(place: string, reason: string, encodings: readonly LikelyEncoding[]): EncodingError {
  return new EncodingError(`${place}: is not UTF-8 text: ${reason}`, encodings);
}

/** UTF-16 of mostly Latin text: nearly each second byte is 0. */
function unmarkedUtf16(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const pairs = Math.min(head.length, 1000) >> 1;
  if (pairs < 4) return null;
  let [even, odd] = [0, 0];
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0) even++;
    if (head[2 * i + 1] === 0) odd++;
  }
  if (odd > 0.6 * pairs && even < 0.1 * pairs) return 'utf-16le';
  return even > 0.6 * pairs && odd < 0.1 * pairs ? 'utf-16be' : null;
}

const otherScripts: readonly LikelyEncoding[] = [
  { name: 'windows-1251', script: 'Cyrillic' },
  { name: 'gb18030', script: 'Chinese' },
  { name: 'shift_jis', script: 'Japanese' },
  { name: 'euc-kr', script: 'Korean' },
];

/** Bytes beyond ASCII stand alone or in pairs in text of a Western language, and next to each other in text of other scripts. */
function likelyEncodings(bytes: Uint8Array): { reason: string; encodings: readonly LikelyEncoding[] } {
  const runs =
    Buffer.from(bytes)
      .toString('latin1')
      .match(/[\x80-\xff]+/g) ?? [];
  const length = (of: readonly string[]) => of.reduce((sum, run) => sum + run.length, 0);
  if (length(runs.filter((run) => run.length > 2)) < 0.5 * length(runs)) {
    return { reason: 'probably windows-1252 (it includes latin-1)', encodings: [{ name: 'windows-1252' }] };
  }
  const reason = 'most of its bytes beyond ASCII stand together, as in Cyrillic, Chinese, Japanese or Korean text';
  return { reason, encodings: otherScripts.filter(({ name }) => isBeginning(name, bytes)) };
}

async function* withEnd(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer | null> {
  yield* chunks;
  yield null;
}
