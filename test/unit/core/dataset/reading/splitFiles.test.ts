import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDataset } from '../../../../../src/core/dataset/dataset.ts';
import { isNamed, splitFiles } from '../../../../../src/core/dataset/reading/splitFiles.ts';
import { contents, experimentOn, folderOf } from '../experiments.ts';

function folderWith(paths: readonly string[], content = 'text\tlabel\nx\ta\ny\tb\n'): string {
  const folder = folderOf({});
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

async function filesIn(folder: string, dataset: { train: string | string[]; dev?: string; test?: string }) {
  const { train, dev, test } = await splitFiles(dataset, folder);
  const names = (paths: readonly string[]) => paths.map((path) => relative(folder, path));
  return { train: names(train), dev: names(dev), test: names(test) };
}

describe('a name of files', () => {
  test('may be a pattern, whose files are read in the order of their names', async () => {
    const folder = folderWith(['data/train-2.tsv', 'data/train-1.tsv', 'data/test-1.tsv', 'data/train-1.txt']);
    expect((await filesIn(folder, { train: 'data/train-*.tsv' })).train).toEqual([
      'data/train-1.tsv',
      'data/train-2.tsv',
    ]);
    expect((await filesIn(folder, { train: '*/train-?.tsv' })).train).toHaveLength(2);
    await expect(filesIn(folder, { train: 'data/dev-*.tsv' })).rejects.toThrow(/no file matches this pattern/);
  });

  test('may have ** for folders of any depth, hidden ones not among them', async () => {
    const folder = folderWith(['a.csv', 'x/b.csv', 'x/y/z/c.csv', 'x/.hidden/d.csv', 'x/e.tsv']);
    expect((await filesIn(folder, { train: '**/*.csv' })).train).toEqual(['a.csv', 'x/b.csv', 'x/y/z/c.csv']);
    expect((await filesIn(folder, { train: 'x/**' })).train).toEqual(['x/b.csv', 'x/e.tsv', 'x/y/z/c.csv']);
  });

  test('is itself where a file is named so', async () => {
    const folder = folderWith(['a*.tsv', 'ab.tsv']);
    expect((await filesIn(folder, { train: 'a*.tsv' })).train).toEqual(['a*.tsv']);
  });

  test('may be a folder, whose files are told apart by their names or folders', async () => {
    const shards = ['train-00000-of-00002.parquet', 'train-00001-of-00002.parquet'].map((name) => `set/data/${name}`);
    const folder = folderWith([
      ...shards,
      'set/data/validation-00000-of-00001.parquet',
      'set/data/test-0.parquet',
      'set/README.md',
    ]);
    const files = await filesIn(folder, { train: 'set' });
    expect(files).toEqual({
      train: shards,
      dev: ['set/data/validation-00000-of-00001.parquet'],
      test: ['set/data/test-0.parquet'],
    });
    const byFolder = folderWith(['set/train/a.csv', 'set/train/b.csv', 'set/dev/a.csv']);
    expect(await filesIn(byFolder, { train: 'set' })).toEqual({
      train: ['set/train/a.csv', 'set/train/b.csv'],
      dev: ['set/dev/a.csv'],
      test: [],
    });
  });

  test('as dev or test goes before what the folder of train has', async () => {
    const folder = folderWith(['set/train.csv', 'set/test.csv', 'own.csv']);
    expect(await filesIn(folder, { train: 'set', test: 'own.csv' })).toMatchObject({ dev: [], test: ['own.csv'] });
  });

  test('may be a data set in the cache of the Hugging Face hub: the revision of refs/main counts, else the newest', async () => {
    const root = 'datasets--org--tea';
    const folder = folderWith([`${root}/snapshots/aaa/old/train.csv`, `${root}/blobs/123`]);
    const snapshot = join(folder, root, 'snapshots', 'bbb', 'data');
    mkdirSync(snapshot, { recursive: true });
    symlinkSync('../../../blobs/123', join(snapshot, 'train-00000-of-00001.csv'));
    utimesSync(join(folder, root, 'snapshots', 'aaa'), 1e9, 1e9);
    expect((await filesIn(folder, { train: root })).train).toEqual([
      `${root}/snapshots/bbb/data/train-00000-of-00001.csv`,
    ]);
    mkdirSync(join(folder, root, 'refs'));
    writeFileSync(join(folder, root, 'refs', 'main'), 'aaa\n');
    expect((await filesIn(folder, { train: root })).train).toEqual([`${root}/snapshots/aaa/old/train.csv`]);
  });

  test('may be a folder whose README.md says in its default configuration which files are which split', async () => {
    const folder = folderWith(['set/a.csv', 'set/b/x.csv', 'set/b/y/z.csv', 'set/train.csv', 'set/other/test.csv']);
    const files = [
      '{ split: train, path: ["a.csv", "b/**"] }',
      '{ split: validation, path: other }',
      '{ split: extra, path: train.csv }',
    ];
    writeFileSync(join(folder, 'set/README.md'), `---\nconfigs:\n- data_files: [${files.join(', ')}]\n---\n`);
    expect(await filesIn(folder, { train: 'set' })).toEqual({
      train: ['set/a.csv', 'set/b/x.csv', 'set/b/y/z.csv'],
      dev: ['set/other/test.csv'],
      test: [],
    });
    writeFileSync(join(folder, 'set/README.md'), '---\nconfigs: [{ data_dir: other }]\n---\n');
    expect(await filesIn(folder, { train: 'a.csv', test: 'set' })).toMatchObject({ test: ['set/other/test.csv'] });
  });

  test('may not be a folder whose README.md names a file that is not there', async () => {
    const folder = folderWith(['set/train.csv']);
    writeFileSync(join(folder, 'set/README.md'), '---\nconfigs: [{ data_files: "data/*.csv" }]\n---\n');
    await expect(filesIn(folder, { train: 'set' })).rejects.toThrow(/set\/data\/\*\.csv: README\.md names this file/);
  });

  test.each([
    ['without a training file', ['set/a.csv'], /no file in this folder is named as the train split is/],
    [
      'with several configurations',
      ['set/de/train.csv', 'set/en/train.csv'],
      /several folders or formats: de\/train\.csv, en\/train\.csv/,
    ],
    ['with the same rows in two formats', ['set/train.csv', 'set/train.parquet'], /several folders or formats/],
  ])('may not be a folder %s', async (_, paths, message) => {
    await expect(filesIn(folderWith(paths), { train: 'set' })).rejects.toThrow(message);
  });
});

test('a file is known to be named by path, pattern, folder or archive', () => {
  expect(isNamed('/d/a.csv', '/d/a.csv')).toBe(true);
  expect(isNamed('/d/*.csv', '/d/a.csv')).toBe(true);
  expect(isNamed('/d/*.csv', '/d/e/a.csv')).toBe(false);
  expect(isNamed('/d/**/*.csv', '/d/e/f/a.csv')).toBe(true);
  expect(isNamed('/d/**', '/d/e/a.csv')).toBe(true);
  expect(isNamed('/d', '/d/e/a.csv')).toBe(true);
  expect(isNamed('/d', '/d/notes.md')).toBe(false);
  expect(isNamed('/d/a.zip/train.csv', '/d/a.zip')).toBe(true);
});

test('a folder of Parquet files opens as a data set', async () => {
  const {
    train,
    test: tested,
    vocabulary,
    classes,
    findings,
  } = await openDataset(
    experimentOn({ source: 'files', train: 'snappy.parquet', dev: 'zstd.parquet', test: 'unlabelled.parquet' }),
    { baseDir: 'test/fixtures/parquet' },
  );
  expect(classes).toEqual(['negative', 'positive']);
  expect(contents(train, vocabulary)[1]).toEqual(['this kettle broke after a day', 0]);
  expect([train.isLabelled, tested.isLabelled, tested.label(0)]).toEqual([true, false, -1]);
  expect(findings.at(-1)).toMatchObject({
    level: 'warning',
    message: expect.stringMatching(/^the test split has no labels/),
  });
});
