import { lstatSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import {
  CachedModel,
  hubCache,
  isModelName,
  isRevision,
  modelOfFolder,
} from '../../../../../../src/core/model/pretrained/hub/cache.ts';
import { temporaryFolder } from '../../../runs/temporaryFolder.ts';

const folder = temporaryFolder();

function cachedModel(environment = {}): CachedModel {
  const model = new CachedModel('org/name', { HF_HUB_CACHE: folder.path('cache'), ...environment });
  mkdirSync(dirname(model.blob('abc')), { recursive: true });
  writeFileSync(model.blob('abc'), 'content');
  return model;
}

test.each([
  ['the variable of the cache', { HF_HUB_CACHE: '/cache', HF_HOME: '/home' }, '/cache'],
  ['the home of Hugging Face', { HF_HOME: '/home', XDG_CACHE_HOME: '/xdg' }, '/home/hub'],
  ['the cache folder of the desktop', { XDG_CACHE_HOME: '/xdg' }, '/xdg/huggingface/hub'],
  ['the folder of the user', {}, `${homedir()}/.cache/huggingface/hub`],
  ['a path from the home folder', { HF_HOME: '~/models' }, `${homedir()}/models/hub`],
])('takes %s for the place of the cache', (_, environment, path) => {
  expect(hubCache(environment)).toBe(path.replaceAll('/', join('/')));
});

test('tells names of models and revisions from paths', () => {
  const texts = ['org/name', 'name-1.0', './name', '../name', 'a/b/c', '/a', 'a/..', ''];
  expect(texts.filter(isModelName)).toEqual(['org/name', 'name-1.0']);
  expect([...texts, 'refs/pr/1'].filter(isRevision)).toEqual(['org/name', 'name-1.0', 'a/b/c', 'refs/pr/1']);
});

test('knows the model of each folder of the cache', () => {
  const folders = [
    'models--org--name',
    'models--gpt2',
    'models--org--a--b',
    'datasets--org--name',
    'models--',
    '.locks',
  ];
  expect(folders.map(modelOfFolder)).toEqual(['org/name', 'gpt2', 'org/a--b', null, null, null]);
});

test('links files of a snapshot to their content', async () => {
  const model = cachedModel();
  for (let i = 0; i < 2; i++) await model.addToSnapshot('c0', 'config.json', 'abc');
  expect(readlinkSync(join(model.snapshot('c0'), 'config.json'))).toBe(join('..', '..', 'blobs', 'abc'));
  expect(readFileSync(join(model.snapshot('c0'), 'config.json'), 'utf8')).toBe('content');
});

test('copies files into a snapshot without links', async () => {
  const model = cachedModel({ HF_HUB_DISABLE_SYMLINKS: '1' });
  await model.addToSnapshot('c0', 'config.json', 'abc');
  expect(lstatSync(join(model.snapshot('c0'), 'config.json')).isFile()).toBe(true);
  expect(readFileSync(join(model.snapshot('c0'), 'config.json'), 'utf8')).toBe('content');
});

test('replaces a link whose content is gone', async () => {
  const model = cachedModel();
  await model.addToSnapshot('c0', 'config.json', 'gone');
  await model.addToSnapshot('c0', 'config.json', 'abc');
  expect(readFileSync(join(model.snapshot('c0'), 'config.json'), 'utf8')).toBe('content');
});

test('records the commits of branches, without a line break, and not that of a commit', async () => {
  const model = cachedModel();
  await model.setRevision('refs/pr/1', 'c0');
  await model.setRevision('c0', 'c0');
  const refs = folder.path('cache', 'models--org--name', 'refs');
  expect(readFileSync(join(refs, 'refs', 'pr', '1'), 'utf8')).toBe('c0');
  expect(() => lstatSync(join(refs, 'c0'))).toThrow('ENOENT');
});
