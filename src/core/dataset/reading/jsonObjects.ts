import { findNodeAtLocation, parseTree, visit } from 'jsonc-parser';
import {
  lineEnd,
  RecordProblem,
  UnclosedRecord,
  type DataRecord,
  type Grammar,
  type PlacedRecord,
  type Segment,
} from './grammar.ts';
import { fieldText } from './value.ts';

/** An object of a JSON or JSONL file; a column is a key, or the keys that lead to a nested value: `review.text`. */
export class ObjectRecord implements DataRecord {
  readonly #object: Readonly<Record<string, unknown>>;

  constructor(object: Readonly<Record<string, unknown>>) {
    this.#object = object;
  }

  get columns(): readonly string[] {
    return Object.entries(this.#object).flatMap(([key, value]) =>
      isObject(value) ? Object.keys(value).map((inner) => `${key}.${inner}`) : [key],
    );
  }

  get(column: string): unknown {
    return Object.hasOwn(this.#object, column) ? this.#object[column] : valueAt(this.#object, column.split('.'));
  }
}

/** One object per line, as in JSONL; blank lines do not count. */
export function linesGrammar(): Grammar {
  return {
    read(text, start, isLast) {
      const line = lineEnd(text, start, isLast);
      if (line === null) return null;
      const json = text.slice(start, line.content);
      const record =
        json.trim() === '' ? null : new ObjectRecord(objectOf(json, start, 'Write one JSON object per line'));
      return { start, end: line.end, record };
    },
    locate: locateValue,
  };
}

/** The objects of one JSON array. */
export function arrayGrammar(): Grammar {
  const remedy = 'Write one array of JSON objects';
  let [isOpen, isClosed] = [false, false];
  return {
    read(text, from, isLast) {
      let start = skipSpace(text, from);
      if (!isOpen && text[start] === '[') {
        isOpen = true;
        start++;
      } else if (isOpen && text[start] === ',') start++;
      start = skipSpace(text, start);
      if (isOpen && text[start] === ']') {
        isClosed = true;
        start = skipSpace(text, start + 1);
      }
      if (start >= text.length) return { start, end: start, record: null };
      const end = valueEnd(text, start);
      if (end < 0 && !isLast) return null;
      if (end < 0 && '{["'.includes(text[start]!)) throw unclosed(start, remedy);
      const json = text.slice(start, end < 0 ? text.length : end);
      return { start, end: start + json.length, record: new ObjectRecord(objectOf(json, start, remedy)) };
    },
    unfinished: () => (isClosed ? null : 'the JSON array is not closed: is the file complete?'),
    locate: locateValue,
  };
}

function unclosed(offset: number, remedy: string): UnclosedRecord {
  return new UnclosedRecord(
    'the JSON value that begins here is not closed: is the file complete?',
    offset,
    `${remedy}.`,
  );
}

function skipSpace(text: string, from: number): number {
  const space = /\s*/y;
  space.lastIndex = from;
  return from + space.exec(text)![0].length;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function valueAt(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined), value);
}

function objectOf(json: string, offset: number, remedy: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(withQuotedIntegers(json));
  } catch (error) {
    const reason = (error as Error).message.replace(/ \(line \d+ column \d+\)/, ''); // a place in the object, not in the file
    throw new RecordProblem(`not JSON: ${reason}`, offset, `${remedy}.`);
  }
  if (isObject(value)) return value;
  throw new RecordProblem('not a JSON object', offset, `${remedy}, such as {"text": "…", "label": "…"}.`);
}

/**
 * A JSON text with its whole numbers beyond 2⁵³ as strings: JSON.parse rounds them, so that different ones become the same. (Its reviver is
 * given the digits, but not in Node 20.)
 */
function withQuotedIntegers(json: string): string {
  if (!/\d{16}/.test(json)) return json;
  let [quoted, end] = ['', 0];
  const onLiteralValue = (value: unknown, offset: number, length: number) => {
    const digits = json.slice(offset, offset + length);
    if (Number.isSafeInteger(value) || !/^-?\d+$/.test(digits)) return;
    quoted += `${json.slice(end, offset)}"${digits}"`;
    end = offset + length;
  };
  visit(json, { onLiteralValue });
  return quoted + json.slice(end);
}

/** The offset behind the JSON value that begins at `start`; -1 where it goes on beyond the text. */
function valueEnd(text: string, start: number): number {
  const mark = /["{}[\],]/g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    const at = found.index;
    if (found[0] === '"') {
      const end = stringEnd(text, at + 1);
      if (end < 0) return -1;
      mark.lastIndex = end;
    } else if (found[0] === '{' || found[0] === '[') depth++;
    else if (depth === 0)
      return at; // the comma or bracket behind a value that is no object
    else if (found[0] !== ',' && --depth === 0) return at + 1;
  }
  return -1;
}

/** The offset behind the closing quote of a JSON string. */
function stringEnd(text: string, from: number): number {
  for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return -1;
}

/** A value written without escapes is one segment; of any other the place of a character is not known. */
function locateValue(text: string, { start, end }: PlacedRecord, column: string): readonly Segment[] {
  const json = text.slice(start, end);
  const tree = parseTree(json);
  const node = tree && (findNodeAtLocation(tree, [column]) ?? findNodeAtLocation(tree, column.split('.')));
  const leaf = node?.type === 'array' && node.children?.length === 1 ? node.children[0] : node;
  const value = leaf && fieldText(leaf.value);
  if (!leaf || typeof value !== 'string') return [];
  const raw = json.slice(leaf.offset, leaf.offset + leaf.length);
  const inner = leaf.type === 'string' ? raw.slice(1, -1) : raw;
  if (inner !== value || value === '') return [];
  return [{ at: 0, from: start + leaf.offset + (leaf.type === 'string' ? 1 : 0), length: value.length }];
}
