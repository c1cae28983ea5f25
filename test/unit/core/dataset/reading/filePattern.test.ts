import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  isPattern,
  matchingFiles,
  namesIn,
  patternMatcher,
} from '../../../../../src/core/dataset/reading/filePattern.ts';
import { folderOf } from '../experiments.ts';

test.each([
  ['/d/*.csv', '/d/a.csv', '/d/e/a.csv'],
  ['/d/?.csv', '/d/a.csv', '/d/ab.csv'],
  ['/d/**/a.csv', '/d/e/f/a.csv', '/d/e/f/b.csv'],
  ['/d/**/a.csv', '/d/a.csv', '/e/a.csv'],
  ['/d/**', '/d/e/a.csv', '/e/a.csv'],
  ['/d/?.csv', '/d/é.csv', '/d/.csv'],
  ['*a'.repeat(40), 'a'.repeat(240), `${'a'.repeat(240)}b`],
  ['/d/a+(b).csv', '/d/a+(b).csv', '/d/aab.csv'],
])('%s stands for %s, not for %s', (pattern, file, other) => {
  expect([file, other].map((each) => patternMatcher(pattern)(each))).toEqual([true, false]);
});

test('a pattern stands for files only, and follows no link in search of folders', async () => {
  const folder = folderOf({ 'b.csv': '', 'a.csv': '', '.c.csv': '' });
  mkdirSync(join(folder, 'd.csv'));
  symlinkSync('.', join(folder, 'circle'));
  const files = ['a.csv', 'b.csv'].map((name) => join(folder, name));
  expect(await matchingFiles(join(folder, '*.csv'))).toEqual(files);
  expect(await matchingFiles(join(folder, '**', '*.csv'))).toEqual(files);
  expect(await matchingFiles(join(folder, 'none', '*.csv'))).toEqual([]);
  expect(await namesIn(folder)).toEqual(['a.csv', 'b.csv', 'circle', 'd.csv']);
});

test('a name without * and ? is no pattern', () => {
  expect(['a*.csv', 'a?.csv', 'a[1].csv'].map(isPattern)).toEqual([true, true, false]);
});
