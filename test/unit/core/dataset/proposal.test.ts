import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeReading, guessColumns, previewLines, proposeReading } from '../../../../src/core/dataset/proposal.ts';
import { folderOf } from './experiments.ts';

const propose = (name: string, content: string | Uint8Array, hasHeader?: boolean) =>
  proposeReading(join(folderOf({ [name]: content }), name), hasHeader);

test('a file is shown as it will be read', async () => {
  const { head, columns, textColumn, labelColumn } = await propose(
    'a.csv',
    'stars;review\n5;"fine; really\nfine"\n1;dull \u001b[31m\n',
  );
  expect(describeReading(head)).toBe('fields separated by ";", quoted by ", a header in line 1, encoded in utf-8');
  expect(previewLines(head)).toEqual(['stars  review', '5      fine; really⏎fine', '1      dull \\u001b[31m']);
  expect({ columns, textColumn, labelColumn }).toEqual({
    columns: undefined,
    textColumn: 'review',
    labelColumn: 'stars',
  });
});

test('the columns of a Parquet file are shown and guessed, whatever their names', async () => {
  const { head } = await proposeReading('test/fixtures/parquet/snappy.parquet');
  expect(head.rows[0]).toEqual(['0', 'the tea was warm and sweet', 'positive']);
  const { textColumn, labelColumn } = await proposeReading('test/fixtures/parquet/nested.parquet');
  expect([textColumn, labelColumn]).toEqual(['review', 'stars']);
});

const lines = 'ham\tsee you at noon\nspam\tyou have won\nham\tcall me\nham\tlater\n';

test('a file that seems to have no header gets names of its columns, unless the user says it has one', async () => {
  const { head, columns, textColumn, labelColumn } = await propose('a.tsv', lines);
  expect(columns).toEqual(['label', 'text']);
  expect([textColumn, labelColumn]).toEqual(['text', 'label']);
  expect(head.rows[0]).toEqual(['ham', 'see you at noon']);
  expect(describeReading(head)).toContain('no header');
  expect((await propose('a.tsv', lines, true)).head.columns).toEqual(['ham', 'see you at noon']);
  expect((await propose('a.tsv', 'text\tlabel\na\tb\n', false)).columns).toHaveLength(2);
});

test('a file that is not UTF-8 is shown in its likely encoding, if there is one', async () => {
  const western = Buffer.from('text,label\nna\xefve,a\ndull,b\n', 'latin1');
  const { head, encoding } = await propose('a.csv', western);
  expect([encoding, head.rows[0]]).toEqual(['windows-1252', ['naïve', 'a']]);
  expect(describeReading(head)).toContain('encoded in windows-1252');
  const chinese = Buffer.concat([
    Buffer.from('text,label\n'),
    Buffer.from([0xb2, 0xe8, 0xb2, 0xe8]),
    Buffer.from(',a\n'),
  ]);
  await expect(propose('a.csv', chinese)).rejects.toThrow(/is not UTF-8 text/);
  expect((await propose('a.csv', 'text,label\nnaïve,a\n')).encoding).toBeUndefined();
});

test.each([
  ['a.jsonl', '{"text": "a", "label": "b"}', 'one JSON object per line, encoded in utf-8'],
  ['a.json', '[{"text": "a", "label": "b"}]', 'a JSON array, encoded in utf-8'],
  ['a.txt', '__label__b a\n', 'lines of fastText, encoded in utf-8'],
])('%s is described', async (name, content, described) => {
  const { head, textColumn, labelColumn } = await propose(name, content);
  expect(describeReading(head)).toBe(described);
  expect([textColumn, labelColumn]).toEqual(['text', 'label']);
});

test('columns are guessed by their names', () => {
  const head = { columns: ['id', 'Sentence', 'Label'], rows: [['1', 'short', 'a much longer label than its text']] };
  expect(guessColumns(head)).toEqual({ text: 'Sentence', label: 'Label' });
});

test('columns without telling names are guessed by what they hold', () => {
  const rows = [
    ['17', 'ham', 'see you at noon'],
    ['18', 'spam', 'you have won a prize'],
    ['19', 'ham', 'call me back'],
  ];
  expect(guessColumns({ columns: ['a', 'b', 'c'], rows })).toEqual({ text: 'c', label: 'b' });
  expect(guessColumns({ columns: ['only'], rows: [['x']] })).toEqual({ text: 'only', label: undefined });
});
