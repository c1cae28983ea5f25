import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDataset } from '../../../../src/core/dataset/dataset.ts';
import { contents, experimentOn, folderOf } from './experiments.ts';

const evidence = (docid: string, start: number, end: number) => ({
  ...{ docid, start_token: start, end_token: end, text: '', start_sentence: 0, end_sentence: 1 },
});
const annotation = (id: string, classification: string, ...evidences: readonly object[]) =>
  `${JSON.stringify({ annotation_id: id, classification, evidences: [evidences], query: 'What is it?' })}\n`;
const lines = annotation('a.txt', 'NEG', evidence('a.txt', 2, 4)) + annotation('b.txt', 'POS');
const files = { 'train.jsonl': lines, 'val.jsonl': lines, 'test.jsonl': lines };
const open = (baseDir: string) => openDataset(experimentOn({ source: 'eraser', path: '.' }), { baseDir });

test('ERASER has documents of their own files, and marks the tokens of the evidence', async () => {
  const folder = folderOf(files);
  mkdirSync(join(folder, 'docs'));
  writeFileSync(join(folder, 'docs', 'a.txt'), 'the film\nis dull .\n');
  writeFileSync(join(folder, 'docs', 'b.txt'), 'a fine film\n');
  const { train, dev, vocabulary, classes } = await open(folder);
  expect(classes).toEqual(['NEG', 'POS']);
  expect(contents(train, vocabulary)).toEqual([
    ['the film is dull .', 0],
    ['a fine film', 1],
  ]);
  expect([0, 1].map((i) => dev.marked('rationale', i))).toEqual([[2, 3], []]);
});

test('ERASER has documents of one file as well', async () => {
  const documents = ['a.txt', 'b.txt'].map((docid) => JSON.stringify({ docid, document: 'the film is dull .' }));
  const { test: tested } = await open(folderOf({ ...files, 'docs.jsonl': documents.join('\n') }));
  expect(tested.marked('rationale', 0)).toEqual([2, 3]);
});

test('a missing document, evidence in two documents and another layout are errors', async () => {
  await expect(open(folderOf(files))).rejects.toThrow(/docs.a\.txt: no such file/);
  const two = annotation('c', 'NEG', evidence('a.txt', 0, 1), evidence('b.txt', 0, 1));
  await expect(open(folderOf({ ...files, 'train.jsonl': two }))).rejects.toThrow(
    /train\.jsonl: the evidence of c is in 2 documents; allowed: one/,
  );
  await expect(open(folderOf({ ...files, 'train.jsonl': '{"text": "a"}' }))).rejects.toThrow(
    /train\.jsonl:1: annotation_id: /,
  );
});
