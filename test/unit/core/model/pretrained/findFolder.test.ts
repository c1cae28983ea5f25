import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findPretrainedFolder, hubCache } from '../../../../../src/core/model/pretrained/findFolder.ts';
import { temporaryFolder } from '../../runs/temporaryFolder.ts';

const folder = temporaryFolder();
const commit = 'c9745ed1d9f207416be6d2e6f8de32d1f16199bf';

function writeModel(path: string): string {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'config.json'), '{}');
  return path;
}

/** A cache that has the model org/small. */
function writeCache() {
  const model = folder.path('cache', 'models--org--small');
  const snapshot = writeModel(join(model, 'snapshots', commit));
  mkdirSync(join(model, 'refs'), { recursive: true });
  writeFileSync(join(model, 'refs', 'main'), commit);
  return { snapshot, environment: { HF_HUB_CACHE: folder.path('cache') } };
}

test('finds a folder relative to the experiment', async () => {
  const model = writeModel(folder.path('models', 'mine'));
  expect(await findPretrainedFolder('mine', folder.path('models'), {})).toBe(model);
  expect(await findPretrainedFolder(model, '/', {})).toBe(model);
});

test('finds the main snapshot of a name in the cache of the hub', async () => {
  const { snapshot, environment } = writeCache();
  expect(await findPretrainedFolder('org/small', folder.path(), environment)).toBe(snapshot);
});

test('prefers a folder to the cache', async () => {
  const { environment } = writeCache();
  const model = writeModel(folder.path('org', 'small'));
  expect(await findPretrainedFolder('org/small', folder.path(), environment)).toBe(model);
});

test('names both places where there is no such model', async () => {
  const { environment } = writeCache();
  const finding = findPretrainedFolder('org/large', folder.path('experiments'), environment);
  await expect(finding).rejects.toThrow(folder.path('experiments', 'org', 'large'));
  await expect(finding).rejects.toThrow(folder.path('cache'));
});

test('does not leave the cache', async () => {
  const { environment } = writeCache();
  writeModel(folder.path('outside'));
  writeFileSync(folder.path('cache', 'models--org--small', 'refs', 'main'), '../../../outside');
  await expect(findPretrainedFolder('org/small', folder.path('none'), environment)).rejects.toThrow('no such model');
});

test('says that a folder without config.json is no model', async () => {
  mkdirSync(folder.path('empty'), { recursive: true });
  await expect(findPretrainedFolder('empty', folder.path(), {})).rejects.toThrow('it has no config.json');
});

test.each([
  ['the variable of the cache', { HF_HUB_CACHE: '/cache', HF_HOME: '/home' }, '/cache'],
  ['the home of Hugging Face', { HF_HOME: '/home', XDG_CACHE_HOME: '/xdg' }, '/home/hub'],
  ['the cache folder of the desktop', { XDG_CACHE_HOME: '/xdg' }, '/xdg/huggingface/hub'],
  ['the folder of the user', {}, `${homedir()}/.cache/huggingface/hub`],
  ['a path from the home folder', { HF_HOME: '~/models' }, `${homedir()}/models/hub`],
])('takes %s for the place of the cache', (_, environment, path) => {
  expect(hubCache(environment)).toBe(path.replaceAll('/', join('/')));
});
