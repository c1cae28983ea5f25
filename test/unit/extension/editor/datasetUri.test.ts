import { expect, test } from 'vitest';
import { parseDataLine } from '../../../../src/core/dataset/parseDataLine.ts';
import {
  documentColumns,
  documentOf,
  documentParts,
  documentText,
} from '../../../../src/extension/editor/datasetUri.ts';

test('names the run and the split', () => {
  const parts = documentParts({ id: 'run-1', directory: '/a b/#?%/run-1' }, 'dev');
  expect(parts.path).toBe('/run-1/dev.tsv');
  expect(documentOf(parts)).toEqual({ directory: '/a b/#?%/run-1', split: 'dev' });
});

test('has text i in line i + 2, in columns, its places kept', () => {
  const texts = [
    { text: 'a\tfine\r\nfilm', label: 'pos' },
    { text: ' "dull" ', label: 'neg' },
  ];
  const lines = documentText(texts).split('\n');
  const read = lines.map((line) => parseDataLine(documentColumns, lines[0]!, line));
  expect(read).toEqual([
    null,
    { text: 'a fine  film', label: 'pos', start: 4 },
    { text: ' "dull" ', label: 'neg', start: 4 },
    null,
  ]);
});
