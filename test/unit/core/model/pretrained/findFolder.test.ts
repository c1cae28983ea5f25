import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findPretrainedFolder } from '../../../../../src/core/model/pretrained/findFolder.ts';
import { MissingModelError } from '../../../../../src/core/model/pretrained/missingModelError.ts';
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

test('says how to download a model that is nowhere, and not how to download a path', async () => {
  const { environment } = writeCache();
  const errorOf = (name: string) =>
    findPretrainedFolder(name, folder.path('none'), environment).catch((error: unknown) => error);
  const missing = await errorOf('org/large');
  expect(missing).toBeInstanceOf(MissingModelError);
  expect(missing).toMatchObject({ model: 'org/large', remedy: expect.stringMatching(/safr download org\/large$/) });
  expect(await errorOf('./large')).toMatchObject({ name: 'UserError', remedy: 'Check the path.' });
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
