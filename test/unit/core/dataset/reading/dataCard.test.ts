import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readDataCard } from '../../../../../src/core/dataset/reading/dataCard.ts';
import { folderOf } from '../experiments.ts';

const folderWith = (metadata: string) => folderOf({ 'README.md': `---\n${metadata}\n---\n# Tea\n\nconfigs: none\n` });

describe('a data card', () => {
  test('names the files of each split in its default configuration', async () => {
    const folder = folderWith(`license: mit
configs:
- config_name: short
  data_files: short.csv
- config_name: long
  default: true
  data_files:
  - split: train
    path: "data/train-*"
  - split: test
    path: [a.csv, b.csv]
tags: [tea]`);
    expect(await readDataCard(folder)).toEqual({
      folder,
      files: [
        { split: 'train', path: 'data/train-*' },
        { split: 'test', path: 'a.csv' },
        { split: 'test', path: 'b.csv' },
      ],
    });
  });

  test.each([
    ['one name', 'a.csv', [{ split: 'train', path: 'a.csv' }]],
    [
      'a list of names',
      '[a.csv, b.csv]',
      [
        { split: 'train', path: 'a.csv' },
        { split: 'train', path: 'b.csv' },
      ],
    ],
    [
      'names by split',
      '{ train: a.csv, test: [b.csv] }',
      [
        { split: 'train', path: 'a.csv' },
        { split: 'test', path: 'b.csv' },
      ],
    ],
  ])('may give %s as files', async (_, files, expected) => {
    expect((await readDataCard(folderWith(`configs: [{ data_files: ${files} }]`))).files).toEqual(expected);
  });

  test('may say in which folder the files are', async () => {
    const folder = folderWith('configs: [{ config_name: en, data_dir: texts/en }]');
    expect(await readDataCard(folder)).toEqual({ folder: join(folder, 'texts/en'), files: null });
  });

  test.each([
    ['no README.md', folderOf({})],
    ['no metadata', folderOf({ 'README.md': '# Tea\nconfigs: none\n' })],
    ['metadata without configs', folderWith('license: mit')],
  ])('names no files where there is %s', async (_, folder) => {
    expect(await readDataCard(folder)).toEqual({ folder, files: null });
  });

  test.each([
    [
      'of several configurations without a default',
      'configs: [{ config_name: de }, { config_name: en }]',
      /2 configurations and no default: de, en/,
    ],
    ['that is not YAML', 'configs: [{', /its metadata are not YAML/],
    [
      'of another form',
      'configs: [{ data_files: [{ split: train }] }]',
      /configs\.0\.data_files is not as the Hugging Face hub defines it/,
    ],
    [
      'with files outside of its folder',
      'configs: [{ data_files: ../secret.csv }]',
      /"\.\.\/secret\.csv" is not within its folder/,
    ],
    ['with a folder outside of its folder', 'configs: [{ data_dir: ../.. }]', /"\.\.\/\.\." is not within its folder/],
    ['with an address', 'configs: [{ data_files: "https://host/a.csv" }]', /is not within its folder/],
    ['that nests thousands deep', `configs: ${'['.repeat(20_000)}`, /its metadata are not YAML/],
    [
      'that repeats itself without bounds',
      `configs: &a [x]\nb: &b [${'*a,'.repeat(50)}]\nc: [${'*b,'.repeat(50)}]`,
      /its metadata are not YAML/,
    ],
  ])('%s is refused', async (_, yaml, message) => {
    await expect(readDataCard(folderWith(yaml))).rejects.toThrow(message);
  });
});
