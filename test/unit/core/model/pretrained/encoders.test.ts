import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cachedEncoders, describeEncoder, encoderIn } from '../../../../../src/core/model/pretrained/encoders.ts';
import { temporaryFolder } from '../../runs/temporaryFolder.ts';

const fixtures = 'test/fixtures/pretrained';
const folder = temporaryFolder();

/** Puts a model into the cache; `change` changes its snapshot. */
function cache(name: string, fixture: string, change: (snapshot: string) => void = () => undefined): void {
  const model = folder.path('hub', `models--${name.replace('/', '--')}`);
  const snapshot = join(model, 'snapshots', 'c0');
  cpSync(join(fixtures, fixture), snapshot, { recursive: true });
  mkdirSync(join(model, 'refs'), { recursive: true });
  writeFileSync(join(model, 'refs', 'main'), 'c0');
  change(snapshot);
}

test('lists the encoders that the cache holds whole and that are supported', async () => {
  cache('org/small--bert', 'bert');
  cache('large', 'roberta');
  cache('org/split', 'distilbert');
  cache('org/gpt', 'bert', (snapshot) => writeFileSync(join(snapshot, 'config.json'), '{"model_type":"gpt2"}'));
  mkdirSync(folder.path('hub', 'datasets--org--rows'));
  mkdirSync(folder.path('hub', 'models--org--interrupted', 'blobs'), { recursive: true });
  const found = await cachedEncoders({ HF_HUB_CACHE: folder.path('hub') });
  expect(found.map(({ name }) => name)).toEqual(['large', 'org/small--bert', 'org/split']);
  expect(found[0]!.config.architecture).toBe('roberta');
});

test('lists none where there is no cache', async () => {
  expect(await cachedEncoders({ HF_HUB_CACHE: folder.path('nothing') })).toEqual([]);
});

test('a folder is an encoder where it has a supported config and weights', async () => {
  const config = await encoderIn(join(fixtures, 'bert'));
  expect(describeEncoder(config!)).toBe('BERT, 2 layers of 16 neurons and 3 heads');
  expect(await encoderIn(fixtures)).toBeNull();
  cpSync(join(fixtures, 'bert', 'config.json'), folder.path('config.json'));
  expect(await encoderIn(folder.path())).toBeNull();
});
