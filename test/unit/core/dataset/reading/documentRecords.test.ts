import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DocumentRecords,
  placeInDocument,
  type DataLine,
} from '../../../../../src/core/dataset/reading/documentRecords.ts';
import type { ReadingOptions } from '../../../../../src/core/dataset/reading/options.ts';
import { defaultReading } from '../../../../../src/core/dataset/readHead.ts';
import { folderOf } from '../experiments.ts';
import { readPath } from './reading.ts';

const open = (name: string, text: string, options: Partial<ReadingOptions> = {}) =>
  new DocumentRecords(text, { ...defaultReading, ...options }, name);

/** What of the document each character of a row's text is; '?' for one that is escaped there. */
function shown(document: string, { text, segments }: DataLine): string {
  return Array.from({ length: text.length }, (_, i) => {
    const place = placeInDocument(segments, i, i + 1);
    return place ? document.slice(place.start, place.end) : '?';
  }).join('');
}

describe('a row of a document', () => {
  test('gives text, label and where the text stands', () => {
    const text = 'id,text,label\n"7, 8","a film, of sorts",neg\n9,tea,\n';
    const records = open('a.csv', text);
    expect(records.at(1)).toEqual({
      text: 'a film, of sorts',
      label: 'neg',
      firstLine: 1,
      lastLine: 1,
      segments: [{ at: 0, from: text.indexOf('a film'), length: 16 }],
    });
    expect(records.at(2)).toBeNull();
  });

  test('that is a pair gives both texts and where they stand', () => {
    const text = 'hypothesis,label,premise\n"he ""is"" up",no,a man sleeps\n,no,a man\n';
    const records = open('a.csv', text, { textColumn: ['premise', 'hypothesis'], pair: true });
    const row = records.at(1)!;
    expect(row).toMatchObject({ text: 'a man sleeps [SEP] he "is" up', label: 'no' });
    const at = (word: string) => placeInDocument(row.segments, row.text.indexOf(word), row.text.indexOf(word) + 2)!;
    expect(['man', 'he', 'up'].map((word) => at(word).start)).toEqual(
      ['man sleeps', 'he ""', 'up'].map((words) => text.indexOf(words)),
    );
    expect(records.at(2)).toBeNull();
  });

  test.each(['\n', '\r\n'])('of several lines is found from each of them, broken by %j', (newline) => {
    const text = ['text,label', '"one', '', 'three",a', 'four,b', ''].join(newline);
    const records = open('a.csv', text);
    const [first] = [1, 2, 3].map((line) => records.at(line));
    for (const line of [1, 2, 3]) expect(records.at(line)).toEqual(first);
    expect(first).toMatchObject({ text: `one${newline}${newline}three`, firstLine: 1, lastLine: 3 });
    expect(shown(text, first!)).toBe(first!.text);
    expect(records.at(4)).toMatchObject({ text: 'four', label: 'b', firstLine: 4, lastLine: 4 });
    expect([records.at(0), records.at(5)]).toEqual([null, null]);
  });

  test('has a place for the characters that the document has unescaped', () => {
    const text = 'text,label\n"a ""b"" c",x\n';
    const row = open('a.csv', text).at(1)!;
    expect(row.text).toBe('a "b" c');
    expect(shown(text, row)).toBe('a "b" c');
    expect(placeInDocument(row.segments, 2, 5)).toEqual({ start: 15, end: 19 });
    const json = '{"text": "a \\"fine\\" film"}\n{"text": "plain", "label": "x"}';
    const rows = open('a.jsonl', json, {});
    expect(rows.at(0)).toMatchObject({ text: 'a "fine" film', label: null, segments: [] });
    expect(open('a.jsonl', json.split('\n')[1]!).at(0)).toMatchObject({ segments: [{ from: 10, length: 5 }] });
  });

  test('of several text columns has the place of each', () => {
    const text = 'label,title,text\nx,Oil,"They ""rise"""\n';
    const row = open('a.csv', text, { textColumn: ['title', 'text'] }).at(1)!;
    expect(row.text).toBe('Oil They "rise"');
    expect(shown(text, row)).toBe('Oil?They "rise"');
  });

  test('of JSON arrays, nested keys and lines of fastText is found as well', () => {
    const array = '[\n{"review": {"text": "fine"},\n "label": ["a"]},\n{"review": {"text": "dull"}, "label": "b"}]';
    const records = open('a.json', array, { textColumn: 'review.text' });
    expect([1, 2, 3].map((line) => records.at(line)?.text)).toEqual(['fine', 'fine', 'dull']);
    expect(shown(array, records.at(3)!)).toBe('dull');
    const lines = '__label__a fine tea\n';
    expect(open('a.txt', lines).at(0)).toMatchObject({ text: 'fine tea', label: 'a', segments: [{ from: 11 }] });
  });

  test('that does not end is none; after many of them there are no more', () => {
    const unclosed = (count: number) => `[\n${'{ "a": [\n'.repeat(count)}`;
    expect(open('a.json', unclosed(60_000)).at(2)).toBeNull(); // not in the square of its length
    const row = '{"text": "fine", "label": "a"}\n';
    expect(open('a.json', `[\n{ "a": [\n${row}`).at(2)?.text).toBe('fine');
    expect(open('a.json', `${unclosed(30)}${row}`).at(31)).toBeNull();
  });

  test('that is malformed is none, and those after it still are', () => {
    const records = open('a.csv', 'text,label\na,b,c\nd,e\n"open,f\ng,h\n');
    expect([1, 2, 3, 4].map((line) => records.at(line)?.text ?? null)).toEqual([null, 'd', null, 'g']);
    expect(open('a.jsonl', '{"text": \n{"text": "a"}').at(1)).toMatchObject({ text: 'a' });
  });

  test('of a file without header begins in its first line', () => {
    expect(open('a.csv', 'a,b\n', { columns: ['label', 'text'] }).at(0)).toMatchObject({ text: 'b', label: 'a' });
  });

  test('needs a format that is known', () => {
    expect(() => open('a.md', '# Title')).toThrow(/unknown file extension/);
  });
});

const quote = (field: string) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
const writers = {
  tsv: (text: string, label: string) => `${label}\t${text}`.replaceAll('\n', ' '),
  csv: (text: string, label: string) => `${quote(label)},${quote(text)}`,
  jsonl: (text: string, label: string) => JSON.stringify({ label, text }),
};

test.each(['tsv', 'csv', 'jsonl'] as const)('is read as the whole file is, in %s', async (format) => {
  const field = fc.string({ unit: fc.constantFrom('a', 'é', '🙂', ' ', ',', '"', '\\', "'", '\n', ';'), minLength: 1 });
  const filled = field.filter((text) => text.trim() !== '');
  const header = { tsv: 'label\ttext', csv: 'label,text', jsonl: '' }[format];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(filled, filled), { minLength: 1, maxLength: 5 }), async (fields) => {
      const content = [header, ...fields.map(([text, label]) => writers[format](text, label)), ''].join('\n');
      const options = format === 'tsv' ? { quoting: 'none' as const } : {};
      const { rows } = await readPath(join(folderOf({ [`a.${format}`]: content }), `a.${format}`), options);
      const records = open(`a.${format}`, content, options);
      expect(rows).toHaveLength(fields.length);
      for (const { text, label, line } of rows) {
        const row = records.at(line - 1)!;
        expect(row).toMatchObject({ text, label, firstLine: line - 1 });
        if (format !== 'jsonl') expect(shown(content, row)).toBe(text);
      }
    }),
    { numRuns: 50 },
  );
});
