import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDataLine } from '../../../../src/core/dataset/parseDataLine.ts';
import { type Format, readRows } from '../../../../src/core/dataset/rows.ts';
import { folderOf } from './experiments.ts';

const dataset = (format: Format) => ({ format, textColumn: 'text', labelColumn: 'label' });
const tsv = (line: string, header = 'text\tlabel') => parseDataLine(dataset('tsv'), header, line);
const csv = (line: string, header = 'id,text,label') => parseDataLine(dataset('csv'), header, line);
const jsonl = (line: string) => parseDataLine(dataset('jsonl'), '', line);

describe('a line of a data file', () => {
  test('gives its text, its label and the offset of the text', () => {
    expect(tsv('a "fine" film\tpos')).toEqual({ text: 'a "fine" film', label: 'pos', start: 0 });
    expect(tsv(' pos \ta film', 'label\ttext\r\n')).toEqual({ text: 'a film', label: 'pos', start: 6 });
    expect(csv('"7, 8","a film, of sorts",neg')).toEqual({ text: 'a film, of sorts', label: 'neg', start: 8 });
    expect(csv('"""7""",,neg')).toBeNull();
    expect(csv('"""7""",film,neg')).toEqual({ text: 'film', label: 'neg', start: 8 });
    expect(jsonl('{"label": 1, "text": "a film"}')).toEqual({ text: 'a film', label: '1', start: 22 });
    expect(jsonl('{"text": 1999, "label": true}')).toEqual({ text: '1999', label: 'true', start: 9 });
  });

  test('has no offset for a text that it contains escaped', () => {
    expect(csv('1,"a ""fine"" film",pos')).toEqual({ text: 'a "fine" film', label: 'pos', start: null });
    expect(tsv('"a ""fine"" film"\t"pos"', '"text"\t"label"')).toEqual({
      text: 'a "fine" film',
      label: 'pos',
      start: null,
    });
    expect(jsonl('{"text": "a \\"fine\\" film"}')).toEqual({ text: 'a "fine" film', label: null, start: null });
    expect(jsonl('{"text": 1e3}')).toMatchObject({ text: '1000', start: null });
  });

  test('can lack a label', () => {
    expect(tsv('a film', 'text')).toEqual({ text: 'a film', label: null, start: 0 });
    expect(csv('1,a film,')).toEqual({ text: 'a film', label: null, start: 2 });
    expect(jsonl('{"text":"a film","label":null}')).toMatchObject({ label: null });
  });

  test.each([
    ['the header', tsv('text\tlabel')],
    ['a blank line', csv('')],
    ['a line of white space', tsv('  ', 'text')],
    ['a field too many', tsv('a\tb\tc')],
    ['a field too few', csv('1,a film')],
    ['a row that goes on in the next line', csv('1,"a film')],
    ['the end of such a row', csv('of sorts",pos,')],
    ['a file without the column', csv('1,a film', 'id,review')],
    ['an empty text', csv('1, ,pos')],
    ['no JSON', jsonl('{"text": "a film"')],
    ['a JSON list', jsonl('["a film"]')],
    ['an object without the key', jsonl('{"review": "a film"}')],
    ['an object whose text is none', jsonl('{"text": ["a film"]}')],
    ['a key that every object inherits', parseDataLine({ ...dataset('jsonl'), textColumn: 'constructor' }, '', '{}')],
  ])('is no row where it is %s', (_, found) => {
    expect(found).toBeNull();
  });
});

const quote = (field: string) => (/[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
const writers: Record<Format, (text: string, label: string) => string> = {
  tsv: (text, label) => `${label}\t${text}`,
  csv: (text, label) => `${quote(label)},${quote(text)}`,
  jsonl: (text, label) => JSON.stringify({ label, text }),
};

test.each(['tsv', 'csv', 'jsonl'] as const)('is read as the whole file is, in %s', async (format) => {
  const field = fc.string({ unit: fc.constantFrom('a', 'é', '🙂', ' ', ',', '"', '\\', "'"), minLength: 1 });
  const filled = field.filter((text) => text.trim() !== '');
  const header = { tsv: 'label\ttext', csv: 'label,text', jsonl: '' }[format];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(filled, filled), { minLength: 1, maxLength: 5 }), async (fields) => {
      const lines = fields.map(([text, label]) => writers[format](text, label));
      const path = join(folderOf({ file: [header, ...lines, ''].join('\n') }), 'file');
      const found = lines.map((line) => parseDataLine(dataset(format), header, line)!);
      let i = 0;
      for await (const { text, label } of readRows(path, format, { text: 'text', label: 'label' })) {
        expect(found[i++]).toMatchObject({ text, label });
      }
      expect(i).toBe(lines.length);
      found.forEach(({ text, start }, i) => {
        if (start !== null) expect(lines[i]!.slice(start, start + text.length)).toBe(text);
        else expect(text).toMatch(/["\\]/);
      });
    }),
    { numRuns: 50 },
  );
});
