import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findArchive } from '../../../../src/core/dataset/archive.ts';
import { folderOf } from './experiments.ts';

const content = Buffer.from('the tea is warm');
const sha256 = createHash('sha256').update(content).digest('hex');
let server: Server;
let requests: number;

beforeEach(async () => {
  requests = 0;
  server = createServer((_, response) => {
    requests++;
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const archiveOf = () => ({
  fileName: 'data.bin',
  url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.bin`,
  bytes: content.length,
  sha256,
});

test('an archive comes from its path, the data folder, the cache or the network, in this order', async () => {
  const archive = archiveOf();
  const folder = folderOf({ 'other.bin': 'x', 'data.bin': content });
  const cacheDir = folderOf({});
  expect(await findArchive(archive, { path: join(folder, 'other.bin'), dataDir: folder, cacheDir })).toMatchObject({
    bytes: 1,
    official: false,
  });
  expect(await findArchive(archive, { dataDir: folder, cacheDir })).toMatchObject({
    path: join(folder, 'data.bin'),
    official: true,
  });
  expect(requests).toBe(0);
  for (let i = 0; i < 2; i++) {
    expect(await findArchive(archive, { cacheDir })).toMatchObject({
      path: join(cacheDir, 'data.bin'),
      official: true,
    });
  }
  expect(requests).toBe(1);
});

test('a damaged file in the cache is downloaded again', async () => {
  const cacheDir = folderOf({ 'data.bin': 'damaged' });
  expect(await findArchive(archiveOf(), { cacheDir })).toMatchObject({ official: true });
});

test('an archive that is missing in the data folder is a UserError', async () => {
  const dataDir = folderOf({});
  writeFileSync(join(dataDir, 'data.bin.part'), 'x');
  await expect(findArchive(archiveOf(), { dataDir })).rejects.toThrow(/data\.bin: no such file$/);
});
