import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDataset } from '../../../../src/core/dataset/dataset.ts';
import { sst2Archive } from '../../../../src/core/dataset/sst2.ts';
import { readVocabulary } from '../../../../src/core/dataset/vocabulary.ts';
import { UserError } from '../../../../src/common/userError.ts';
import { experimentOn, folderOf } from './experiments.ts';

const shared = join(import.meta.dirname, '../../../../../shared');
const dataDir = join(shared, 'data');
const goldenVocabulary = join(shared, 'goldens/sst2-plain/vocabulary.json');
const sst2Path = join(dataDir, sst2Archive.fileName);
const hasSst2 = existsSync(sst2Path) && existsSync(goldenVocabulary);

describe.skipIf(!hasSst2)('SST-2 (skipped where ../shared has no archive)', () => {
  test('has the published counts and, balanced, the vocabulary of the authors’ code', async () => {
    const experiment = experimentOn({ source: 'sst2' }, { tokenizer: {} });
    const { classes, train, dev, test, vocabulary } = await openDataset(experiment, { baseDir: '.', dataDir });
    expect([classes, train.length, dev.length, test.length]).toEqual([['negative', 'positive'], 6620, 872, 1821]);
    expect(vocabulary.words).toEqual(readVocabulary(goldenVocabulary).words);
  });

  test('marks the leaves that are not neutral, and the phrases by the rule of Carton et al.', async () => {
    const { test } = await openDataset(experimentOn({ source: 'sst2' }), { baseDir: '.', dataDir });
    const sentences = Array.from({ length: test.length }, (_, i) => i);
    const tokens = sentences.reduce((sum, i) => sum + test.ids(i).length, 0);
    const marked = (name: 'leaves' | 'carton') => sentences.map((i) => test.marked(name, i).length);
    const [leaves, carton] = [marked('leaves'), marked('carton')];
    expect(leaves.filter((count) => count > 0).length).toBe(1710);
    expect(leaves.reduce((sum, count) => sum + count, 0) / tokens).toBeCloseTo(0.1461, 4);
    expect(carton.reduce((sum, count) => sum + count, 0) / tokens).toBeCloseTo(0.4249, 4);
    const shares = sentences.map((i) => carton[i]! / test.ids(i).length);
    expect(shares.reduce((sum, share) => sum + share, 0) / sentences.length).toBeCloseTo(0.4369, 4);
  });

  test('has 6,920 training sentences unbalanced', async () => {
    const experiment = experimentOn({ source: 'sst2', balance: false, path: sst2Path });
    const { train } = await openDataset(experiment, { baseDir: '.' });
    expect(train.length).toBe(6920);
  });

  test.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, 400000)],
    [
      'damaged inside',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 1000), Buffer.alloc(5000), bytes.subarray(6000)]),
    ],
    ['no archive', () => Buffer.from('not a zip')],
  ])('%s is a UserError that names the archive', async (_, damage) => {
    const folder = folderOf({ 'sst.zip': damage(readFileSync(sst2Path)) });
    const opened = openDataset(experimentOn({ source: 'sst2', path: 'sst.zip' }), { baseDir: folder });
    await expect(opened).rejects.toThrow(UserError);
    await expect(opened).rejects.toThrow(/sst\.zip: damaged or truncated archive/);
  });
});
