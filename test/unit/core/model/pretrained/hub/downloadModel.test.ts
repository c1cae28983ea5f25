import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../../../../../../src/common/userError.ts';
import { findPretrainedFolder } from '../../../../../../src/core/model/pretrained/findFolder.ts';
import {
  downloadModel,
  type ModelDownloadOptions,
} from '../../../../../../src/core/model/pretrained/hub/downloadModel.ts';
import { HubServer, hubToken, tinyModel } from '../../../../../hubServer.ts';
import { temporaryFolder } from '../../../runs/temporaryFolder.ts';

const folder = temporaryFolder();
let hub: HubServer;
const model = tinyModel();

beforeEach(async () => {
  hub = await HubServer.start();
  hub.models.set('org/tiny', model);
});
afterEach(() => hub.close());

const environment = (more = {}) => ({ HF_HUB_CACHE: folder.path('cache'), HF_ENDPOINT: hub.url, ...more });
const get = (name = 'org/tiny', options: ModelDownloadOptions = {}) =>
  downloadModel(name, { environment: environment(), ...options });
const blobs = () => readdirSync(folder.path('cache', 'models--org--tiny', 'blobs'));

/** What a user sees of the error. */
const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => {
      expect(error).toBeInstanceOf(UserError);
      return `${(error as UserError).message}. ${(error as UserError).remedy}`;
    },
  );

test('a model is found in the cache after its download, with the files of an encoder and their content', async () => {
  const { folder: snapshot, files, commit } = await get();
  expect(await findPretrainedFolder('org/tiny', folder.path(), environment())).toBe(snapshot);
  const names = ['config.json', 'model.safetensors', 'tokenizer_config.json', 'vocab.txt'];
  expect(readdirSync(snapshot).sort()).toEqual(names);
  expect(files.map(({ name }) => name).sort()).toEqual(names);
  for (const name of names)
    expect(readFileSync(join(snapshot, name)).equals(Buffer.from(model.files[name]!))).toBe(true);
  expect(commit).toBe(model.commit);
});

test('what the cache has is not downloaded again', async () => {
  await get();
  hub.requests.length = 0;
  const { files } = await get();
  expect(hub.sent).toEqual([]);
  expect(files.map(({ isNew }) => isNew)).toEqual([false, false, false, false]);
});

test('a new commit of the branch is downloaded, of which only what has changed', async () => {
  await get();
  hub.requests.length = 0;
  hub.models.set('org/tiny', { commit: 'a'.repeat(40), files: { ...model.files, 'vocab.txt': '[PAD]\n' } });
  const { folder: snapshot } = await get();
  expect(hub.sent).toEqual(['vocab.txt']);
  expect(await findPretrainedFolder('org/tiny', folder.path(), environment())).toBe(snapshot);
});

test.each([
  ['all shards that an index lists', 'model.safetensors.index.json'],
  ['weights of PyTorch if there are no others', 'pytorch_model.bin'],
])('downloads %s', async (_, kind) => {
  const index = JSON.stringify({ weight_map: { a: '1.safetensors', b: '2.safetensors', c: '1.safetensors' } });
  const shards = { [kind]: index, '1.safetensors': Buffer.alloc(3000, 1), '2.safetensors': Buffer.alloc(3000, 2) };
  hub.models.set('org/tiny', tinyModel(kind === 'pytorch_model.bin' ? { [kind]: Buffer.alloc(5000) } : shards));
  const { files } = await get();
  const weights = files.map(({ name }) => name).filter((name) => /\.(index\.json|safetensors|bin)$/.test(name));
  expect(weights).toEqual(kind === 'pytorch_model.bin' ? [kind] : [kind, '1.safetensors', '2.safetensors']);
});

test('refuses an index that names files of other folders, shards that are missing, and a model without weights', async () => {
  const index = 'model.safetensors.index.json';
  hub.models.set('org/tiny', tinyModel({ [index]: '{"weight_map":{"a":"../../1.safetensors"}}' }));
  expect(await errorOf(get())).toMatch(/not an index of safetensors files in this folder/);
  hub.models.set('org/tiny', tinyModel({ [index]: '{"weight_map":{"a":"1.safetensors"}}' }));
  expect(await errorOf(get())).toMatch(/^org\/tiny: 1\.safetensors is missing, which its index lists/);
  const isWeights = (name: string) => /\.(safetensors|bin)$/.test(name);
  const others = Object.entries(model.files).filter(([name]) => !isWeights(name));
  hub.models.set('org/tiny', { ...model, files: Object.fromEntries(others) });
  expect(await errorOf(get())).toMatch(/^org\/tiny: has no weights that can be read: no model\.safetensors, /);
});

test('an unsupported architecture is an error before its weights are downloaded', async () => {
  const files = { ...model.files, 'config.json': '{"model_type":"gpt2"}' };
  hub.models.set('org/tiny', { ...model, files });
  expect(await errorOf(get())).toMatch(/^org\/tiny\/config\.json: "model_type" is of no supported architecture\./);
  expect(hub.sent).toEqual(['config.json']);
});

test('a download that was cut off resumes, and until then the cache has no such model', async () => {
  hub.stallAfter = 60_000;
  const onProgress = (received: number, total: number) => {
    if (total - received === 140_000) hub.cutConnections();
  };
  expect(await errorOf(get('org/tiny', { onProgress }))).toMatch(
    /the connection ended after 60000 of 200000 bytes\. Run again to resume/,
  );
  expect(blobs().filter((name) => name.endsWith('.incomplete'))).toHaveLength(1);
  await expect(findPretrainedFolder('org/tiny', folder.path(), environment())).rejects.toThrow('no such model');
  hub.stallAfter = Infinity;
  await get();
  expect(hub.requests.filter(({ host }) => host === 'storage').map(({ range }) => range)).toEqual([
    undefined,
    'bytes=60000-',
  ]);
  expect(blobs().filter((name) => name.endsWith('.incomplete'))).toEqual([]);
});

test('an aborted download throws the reason and can be resumed', async () => {
  const controller = new AbortController();
  const onProgress = (received: number) => received > 1000 && controller.abort(new Error('stop'));
  await expect(get('org/tiny', { signal: controller.signal, onProgress })).rejects.toThrow('stop');
  expect(blobs().some((name) => /^[\da-f]{64}$/.test(name))).toBe(false);
  expect((await get()).files.every(({ name, isNew }) => isNew === (name === 'model.safetensors'))).toBe(true);
});

test('content with another hash than the published one is discarded', async () => {
  hub.isDamaged = true;
  expect(await errorOf(get())).toMatch(/wrong checksum: 200000 bytes, SHA-256 .*The file was discarded; run again/);
  expect(blobs()).toHaveLength(3);
});

test('progress counts the bytes of all files', async () => {
  const progress: [number, number][] = [];
  const { files } = await get('org/tiny', { onProgress: (...seen) => progress.push(seen) });
  const total = files.reduce((sum, { name }) => sum + model.files[name]!.length, 0);
  expect(progress.at(-1)).toEqual([total, total]);
  const received = progress.map(([bytes]) => bytes);
  expect(received).toEqual([...received].sort((a, b) => a - b));
});

test('the token is sent to the hub, and not to the storage that it redirects to', async () => {
  hub.models.set('org/tiny', { ...model, access: 'private' });
  await get('org/tiny', { environment: environment({ HF_TOKEN: hubToken }) });
  const tokens = (host: string) =>
    new Set(hub.requests.filter((request) => request.host === host).map(({ authorization }) => authorization));
  expect([...tokens('hub')]).toEqual([`Bearer ${hubToken}`]);
  expect([...tokens('storage')]).toEqual([undefined]);
});

test('a renamed model is found by its old name', async () => {
  hub.renamed.set('tiny', 'org/tiny');
  await get('tiny');
  expect(await findPretrainedFolder('tiny', folder.path(), environment())).toContain('models--tiny');
});

test('a revision is recorded under its name, and is not main', async () => {
  await get('org/tiny', { revision: 'refs/pr/1' });
  const refs = folder.path('cache', 'models--org--tiny', 'refs');
  expect(readFileSync(join(refs, 'refs', 'pr', '1'), 'utf8')).toBe(model.commit);
  expect(existsSync(join(refs, 'main'))).toBe(false);
  expect((await get('org/tiny', { revision: model.commit })).files.some(({ isNew }) => isNew)).toBe(false);
});

test('what the hub refuses is one line with a remedy', async () => {
  hub.models.set('org/private', { ...model, access: 'private' });
  hub.models.set('org/gated', { ...model, access: 'gated' });
  hub.models.set('org/empty', { ...model, files: { 'README.md': '' } });
  const withToken = (HF_TOKEN: string) => ({ environment: environment({ HF_TOKEN }) });
  const host = hub.url;
  expect(await errorOf(get('org/private'))).toBe(
    `org/private: no such model at ${host}, or it is private. Check the name. A private model needs a token in HF_TOKEN that may read it.`,
  );
  expect(await errorOf(get('org/private', withToken('hf_old')))).toMatch(/or the token in HF_TOKEN is not valid\. /);
  expect(await errorOf(get('org/none', withToken(hubToken)))).toMatch(
    /^org\/none: no such model at .*, or it is private\. /,
  );
  expect(await errorOf(get('org/gated'))).toMatch(
    /the model is gated: its owners must grant access\. .*\/org\/gated, then set HF_TOKEN/,
  );
  expect(await errorOf(get('org/gated', withToken('hf_old')))).toMatch(/is gated.* with the account that the token/);
  expect(await errorOf(get('org/tiny', { revision: 'v9' }))).toMatch(/^org\/tiny: has no revision "v9"\. /);
  expect(await errorOf(get('org/empty'))).toMatch(/^org\/empty: has no config\.json at revision "main"\. /);
});

test('invalid names, offline mode and a server that cannot be reached are one line with a remedy', async () => {
  expect(await errorOf(get('../x'))).toMatch(/^"\.\.\/x": not the name of a model on the Hugging Face hub\. /);
  expect(await errorOf(get('org/tiny', { revision: '../x' }))).toMatch(/^"\.\.\/x": not the name of a revision\. /);
  const nowhere = { environment: environment({ HF_ENDPOINT: 'http://127.0.0.1:9' }) };
  expect(await errorOf(get('org/tiny', nowhere))).toMatch(
    /config\.json: cannot be downloaded: .* Check the connection/,
  );
  const offline = { environment: environment({ HF_HUB_OFFLINE: '1' }) };
  expect(await errorOf(get('org/tiny', offline))).toMatch(/^HF_HUB_OFFLINE is set/);
  expect(hub.requests).toEqual([]);
});
