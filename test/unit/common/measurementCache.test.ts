import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { cachedMeasurement } from '../../../src/common/measurementCache.ts';
import { temporaryFolder } from '../core/runs/temporaryFolder.ts';

const folder = temporaryFolder();
const allowed = ['wasm', 'webgpu'];
const file = () => join(folder.path(), 'safr', 'measurements.json');
const measuring = (found: string) => vi.fn(() => Promise.resolve(found));

beforeEach(() => {
  vi.stubEnv('XDG_CACHE_HOME', folder.path());
});

test('measures once per key', async () => {
  const first = measuring('webgpu');
  expect(await cachedMeasurement('a', allowed, first)).toBe('webgpu');
  expect(await cachedMeasurement('a', allowed, measuring('wasm'))).toBe('webgpu');
  expect(await cachedMeasurement('b', allowed, measuring('wasm'))).toBe('wasm');
  expect(first).toHaveBeenCalledOnce();
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ a: 'webgpu', b: 'wasm' });
});

test('measures again if the file is damaged or its value is no longer allowed', async () => {
  await cachedMeasurement('a', allowed, measuring('webgpu'));
  expect(await cachedMeasurement('a', ['wasm'], measuring('wasm'))).toBe('wasm');
  writeFileSync(file(), '{');
  expect(await cachedMeasurement('a', allowed, measuring('webgpu'))).toBe('webgpu');
});
