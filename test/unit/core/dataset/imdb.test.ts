import { describe, expect, test } from 'vitest';
import { openDataset } from '../../../../src/core/dataset/dataset.ts';
import { UserError } from '../../../../src/common/userError.ts';
import { contents, experimentOn, folderOf } from './experiments.ts';
import { tarball } from './tarball.ts';

describe('IMDB', () => {
  const reviews = {
    'aclImdb/README': 'x',
    'aclImdb/test/neg/0_1.txt': 'test bad',
    'aclImdb/train/neg/9999_1.txt': 'bad<br /><br />film',
    'aclImdb/train/neg/10000_2.txt': 'dev bad',
    'aclImdb/train/pos/0_10.txt': 'good film',
    'aclImdb/train/unsup/1_0.txt': 'neither',
  };

  test('splits the training reviews into train and dev by their number and ignores the unlabelled ones', async () => {
    const baseDir = folderOf({ 'imdb.tar.gz': await tarball(reviews) });
    const opened = await openDataset(experimentOn({ source: 'imdb', path: 'imdb.tar.gz' }), { baseDir });
    const { vocabulary, train, dev, test: tests } = opened;
    expect(contents(train, vocabulary)).toEqual([
      ['bad film', 0],
      ['good film', 1],
    ]);
    expect(contents(dev, vocabulary)).toEqual([['<UNK> bad', 0]]);
    expect(contents(tests, vocabulary)).toEqual([['<UNK> bad', 0]]);
    expect(opened.source.files[0]).toMatchObject({ official: false });
  });

  test('reports a truncated archive by its name', async () => {
    const bytes = await tarball(reviews);
    const baseDir = folderOf({ 'imdb.tar.gz': bytes.subarray(0, bytes.length - 20) });
    const opened = openDataset(experimentOn({ source: 'imdb', path: 'imdb.tar.gz' }), { baseDir });
    await expect(opened).rejects.toThrow(UserError);
    await expect(opened).rejects.toThrow(/imdb\.tar\.gz: damaged or truncated archive/);
  });
});
