import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkSources } from '../../../../src/core/dataset/checkSources.ts';
import { defaultReading, readHead } from '../../../../src/core/dataset/readHead.ts';
import { parseExperiment, problemAt } from '../../../../src/core/experiment/parseExperiment.ts';

const folder = mkdtempSync(join(tmpdir(), 'safr-sources-'));
const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
put('good.tsv', 'label\ttext\n1\tfine day\n');
put('other.tsv', 'stars\treview\n5\tfine day\n');
put('good.jsonl', '\n{"text": "a fine day", "label": true, "extra": [1]}\n{"label": 2}\n');
put('empty.csv', '');
put('broken.jsonl', 'no json\n');
put('notes.txt', 'text\tlabel\n');

const problems = (dataset: object, rest: object = {}) =>
  checkSources(parseExperiment(JSON.stringify({ dataset, ...rest }), 'a.safr.json'), folder);
const files = (rest: object) => problems({ source: 'files', ...rest });

test('existing files with their columns give no problem', async () => {
  expect(await files({ train: ['good.tsv', 'good.jsonl'], test: join(folder, 'good.tsv') })).toEqual([]);
  expect(await problems({ source: 'sst2' })).toEqual([]);
});

test('a missing file is a problem at its path in the experiment', async () => {
  expect(await files({ train: 'good.tsv', dev: ['good.tsv', 'gone.tsv'] })).toEqual([
    { paths: [['dataset', 'dev', 1]], message: `no such file: ${join(folder, 'gone.tsv')}` },
  ]);
});

test('the files of the test texts must have the columns of slices', async () => {
  const slices = { mobile: { column: { txet: 'phone' } } };
  const [problem, ...others] = await problems({ source: 'files', train: 'good.tsv' }, { slices });
  expect(others).toEqual([]);
  expect(problem!.paths[0]).toEqual(['slices', 'mobile', 'column', 'txet']);
  expect(problem!.message).toBe(
    'good.tsv has no column "txet" (slices.mobile.column); its columns: label, text; did you mean "text"?',
  );
  expect(await problems({ source: 'files', train: 'good.tsv', test: 'good.jsonl' }, { slices })).toEqual([]);
});

test('a missing archive is a problem at its path in the experiment', async () => {
  const [problem] = await problems({ source: 'imdb', path: 'gone.tar.gz' });
  expect(problem).toMatchObject({ paths: [['dataset', 'path']] });
  expect(problem!.message).toContain('without "path" the archive is downloaded');
});

test('the message about an unknown extension names the known ones', async () => {
  const [problem] = await files({ train: 'notes.txt' });
  expect(problem!.message).toMatch(
    /unknown file extension ".txt"; allowed: .tsv, .csv, .jsonl, .ndjson, .json, .parquet. Set dataset.format/,
  );
  expect(await files({ train: 'notes.txt', format: 'tsv' })).toEqual([]);
});

test('the message about a missing column names the existing ones', async () => {
  const messages = (await files({ train: 'other.tsv', textColumn: 'reviews', labelColumn: 'stars' })).map(
    ({ message }) => message,
  );
  expect(messages).toEqual([
    'other.tsv has no column "reviews" (dataset.textColumn); its columns: stars, review; did you mean "review"?',
  ]);
});

test('files without rows and malformed files are reported', async () => {
  expect((await files({ train: 'empty.csv' }))[0]!.message).toContain('the file is empty');
  expect((await files({ train: 'broken.jsonl' }))[0]!.message).toContain('broken.jsonl:1: not JSON');
});

test('a problem is shown at the first of its paths that the experiment file has', () => {
  const text = '{ "dataset": { "source": "files", "train": "other.tsv" } }';
  const places = [
    ['dataset', 'textColumn'],
    ['dataset', 'train'],
  ];
  const { offset, length } = problemAt(text, places, 'no column');
  expect(text.slice(offset, offset + length)).toBe('"other.tsv"');
});

test('the head of a file has its columns and first rows', async () => {
  expect(await readHead(join(folder, 'good.tsv'), defaultReading, 5)).toMatchObject({
    columns: ['label', 'text'],
    rows: [['1', 'fine day']],
  });
  expect(await readHead(join(folder, 'good.jsonl'), defaultReading, 1)).toMatchObject({
    columns: ['text', 'label', 'extra'],
    rows: [['a fine day', 'true', '1']],
  });
  expect((await readHead(join(folder, 'good.tsv'), defaultReading)).rows).toEqual([]);
});
