import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkSources } from '../../../../src/core/dataset/checkSources.ts';
import { readHead } from '../../../../src/core/dataset/readHead.ts';
import { parseExperiment, problemAt } from '../../../../src/core/experiment/parseExperiment.ts';

const folder = mkdtempSync(join(tmpdir(), 'safr-sources-'));
const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
put('good.tsv', 'label\ttext\n1\tfine day\n');
put('other.tsv', 'stars\treview\n5\tfine day\n');
put('good.jsonl', '\n{"text": "a fine day", "label": true, "extra": [1]}\n{"label": 2}\n');
put('empty.csv', '');
put('broken.jsonl', 'no json\n');
put('notes.txt', 'text\tlabel\n');

const problems = (dataset: object) =>
  checkSources(parseExperiment(JSON.stringify({ dataset }), 'a.safr.json').dataset, folder);
const files = (rest: object) => problems({ source: 'files', ...rest });

test('files that are there and have their columns are no problem', async () => {
  expect(await files({ train: ['good.tsv', 'good.jsonl'], test: join(folder, 'good.tsv') })).toEqual([]);
  expect(await problems({ source: 'sst2' })).toEqual([]);
});

test('a missing file is a problem of its own path', async () => {
  expect(await files({ train: 'good.tsv', dev: ['good.tsv', 'gone.tsv'] })).toEqual([
    { places: [['dataset', 'dev', 1]], message: `no such file: ${join(folder, 'gone.tsv')}` },
  ]);
});

test('a missing archive is a problem of its path', async () => {
  const [problem] = await problems({ source: 'imdb', path: 'gone.tar.gz' });
  expect(problem).toMatchObject({ places: [['dataset', 'path']] });
  expect(problem!.message).toContain('without "path" the archive is downloaded');
});

test('an extension that tells no format names those that do', async () => {
  const [problem] = await files({ train: 'notes.txt' });
  expect(problem!.message).toMatch(/".txt" tells no format; allowed: .tsv, .csv, .jsonl, .ndjson. Set dataset.format/);
  expect(await files({ train: 'notes.txt', format: 'tsv' })).toEqual([]);
});

test('an absent column names those that are there', async () => {
  const messages = (await files({ train: 'other.tsv', textColumn: 'reviews', labelColumn: 'stars' })).map(
    ({ message }) => message,
  );
  expect(messages).toEqual([
    'other.tsv has no column "reviews" (dataset.textColumn); its columns: stars, review; did you mean "review"?',
  ]);
});

test('files without rows and malformed ones say so', async () => {
  expect((await files({ train: 'empty.csv' }))[0]!.message).toContain('the file is empty');
  expect((await files({ train: 'broken.jsonl' }))[0]!.message).toContain('no JSON objects');
});

test('a problem stands at the first of its places that the file has', () => {
  const text = '{ "dataset": { "source": "files", "train": "other.tsv" } }';
  const places = [
    ['dataset', 'textColumn'],
    ['dataset', 'train'],
  ];
  const { offset, length } = problemAt(text, places, 'no column');
  expect(text.slice(offset, offset + length)).toBe('"other.tsv"');
});

test('the head of a file is its columns and first rows', async () => {
  expect(await readHead(join(folder, 'good.tsv'), 'tsv', 5)).toEqual({
    columns: ['label', 'text'],
    rows: [['1', 'fine day']],
  });
  expect(await readHead(join(folder, 'good.jsonl'), 'jsonl', 1)).toEqual({
    columns: ['text', 'label', 'extra'],
    rows: [['a fine day', 'true', '']],
  });
  expect((await readHead(join(folder, 'good.tsv'), 'tsv')).rows).toEqual([]);
});
