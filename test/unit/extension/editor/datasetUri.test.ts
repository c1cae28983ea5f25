import { expect, test } from 'vitest';
import { DocumentRecords } from '../../../../src/core/dataset/reading/documentRecords.ts';
import {
  documentOf,
  documentParts,
  documentReading,
  documentText,
} from '../../../../src/extension/editor/datasetUri.ts';

test('names the run and the split', () => {
  const parts = documentParts({ id: 'run-1', directory: '/a b/#?%/run-1' }, 'dev');
  expect(parts.path).toBe('/run-1/dev.tsv');
  expect(documentOf(parts)).toEqual({ directory: '/a b/#?%/run-1', split: 'dev' });
});

test('has the marked parts in a third column, if the data set has rationales', () => {
  const text = 'a 🎬 dull\tfilm';
  const dull = { start: 5, end: 9 };
  const texts = [
    { text, label: 'neg', rationales: { leaves: [dull], carton: [] } },
    { text: 'a film', label: 'pos', rationales: {} },
  ];
  const records = new DocumentRecords(documentText(texts), documentReading, 'test.tsv');
  expect(records.at(1)).toMatchObject({ text: 'a 🎬 dull film', rationales: { rationale: [dull] } });
  expect(records.at(2)).toMatchObject({ text: 'a film', rationales: { rationale: [] } });
});

test('has text i in line i + 2, in columns, its places kept', () => {
  const texts = [
    { text: 'a\tfine\r\nfilm', label: 'pos' },
    { text: ' "dull" ', label: 'neg' },
  ];
  const text = documentText(texts);
  const records = new DocumentRecords(text, documentReading, 'test.tsv');
  const read = [0, 1, 2, 3].map((line) => records.at(line));
  expect(read).toMatchObject([
    null,
    { text: 'a fine  film', label: 'pos', firstLine: 1, segments: [{ from: text.indexOf('a fine') }] },
    { text: ' "dull" ', label: 'neg', firstLine: 2, segments: [{ from: text.indexOf(' "dull"') }] },
    null,
  ]);
});
