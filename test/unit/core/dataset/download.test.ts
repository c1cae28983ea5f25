import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findArchive } from '../../../../src/core/dataset/archive.ts';
import { download } from '../../../../src/core/dataset/download.ts';
import { UserError } from '../../../../src/common/userError.ts';
import { folderOf } from './experiments.ts';

const content = Buffer.from(Array.from({ length: 300000 }, (_, i) => (i * 31) % 251));
const sha256 = createHash('sha256').update(content).digest('hex');

/** State of the server: the Range headers it received, where it interrupts, and whether it supports ranges. */
let server: Server;
let ranges: (string | undefined)[];
let cutAfter: number;
let knowsRanges: boolean;
let body: Buffer;
let path: string;

beforeEach(async () => {
  [ranges, cutAfter, knowsRanges, body, path] = [[], Infinity, true, content, join(folderOf({}), 'cache', 'data.bin')];
  server = createServer((request, response) => {
    const { range } = request.headers;
    ranges.push(range);
    if (request.url !== '/data.bin') return response.writeHead(404).end();
    const start = knowsRanges && range ? Number(/\d+/.exec(range)![0]) : 0;
    const headers = {
      'content-length': body.length - start,
      'content-range': `bytes ${start}-${body.length - 1}/${body.length}`,
    };
    response.writeHead(start > 0 ? 206 : 200, headers);
    const end = Math.min(body.length, start + cutAfter);
    return end < body.length ? response.write(body.subarray(start, end)) : response.end(body.subarray(start, end));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const file = (name = 'data.bin') => ({
  url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`,
  bytes: content.length,
  sha256,
});

/** A download whose connection breaks after `cutAfter` bytes have arrived; data in transit would be lost. */
const downloadAndCut = () =>
  download(file(), path, (received) => {
    if (received >= cutAfter) server.closeAllConnections();
  });

test('a download is complete, reports its progress and leaves no part file', async () => {
  const progress: number[] = [];
  await download(file(), path, (received, total) => progress.push(received / total));
  expect(readFileSync(path).equals(content)).toBe(true);
  expect(progress.at(-1)).toBe(1);
  expect(existsSync(`${path}.part`)).toBe(false);
});

test('an interrupted download resumes where it stopped', async () => {
  cutAfter = 100000;
  await expect(downloadAndCut()).rejects.toThrow(/the connection ended after 100000 of 300000 bytes$/);
  expect(existsSync(path)).toBe(false);
  cutAfter = Infinity;
  await download(file(), path);
  expect(ranges).toEqual([undefined, 'bytes=100000-']);
  expect(readFileSync(path).equals(content)).toBe(true);
});

test('a download starts again if the server does not support ranges', async () => {
  cutAfter = 100000;
  await expect(downloadAndCut()).rejects.toThrow(UserError);
  [cutAfter, knowsRanges] = [Infinity, false];
  await download(file(), path);
  expect(readFileSync(path).equals(content)).toBe(true);
});

test('a complete part file is not requested again', async () => {
  const folder = folderOf({ 'data.bin.part': content });
  await download(file(), join(folder, 'data.bin'));
  expect(ranges).toEqual([]);
});

test.each([
  ['of other content', Buffer.alloc(content.length)],
  ['that is too long', Buffer.concat([content, content])],
])('a file %s is discarded', async (_, served) => {
  body = served;
  await expect(download(file(), path)).rejects.toThrow(/wrong checksum: .* allowed: 300000 bytes/);
  expect([existsSync(path), existsSync(`${path}.part`)]).toEqual([false, false]);
});

test('a missing file and a missing server are UserErrors whose remedy names an alternative', async () => {
  const missing = await download(file('other.bin'), path).catch((error: unknown) => error);
  expect(missing).toBeInstanceOf(UserError);
  expect(missing).toMatchObject({
    message: expect.stringMatching(/HTTP status 404/),
    remedy: expect.stringMatching(/--data DIR/),
  });
  const nowhere = { ...file(), url: 'http://127.0.0.1:9/data.bin' };
  await expect(download(nowhere, path)).rejects.toThrow(UserError);
});

test('a folder that cannot be written is a UserError', async () => {
  const folder = folderOf({ cache: 'a file' });
  await expect(download(file(), join(folder, 'cache', 'data.bin'))).rejects.toThrow(/cannot be written/);
});

test('an aborted download throws the reason', async () => {
  await expect(download(file(), path, undefined, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
});

test('an archive comes from its path, the data folder, the cache or the network, in this order', async () => {
  const archive = { ...file(), fileName: 'data.bin' };
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
  expect(ranges).toEqual([]);
  for (let i = 0; i < 2; i++) {
    expect(await findArchive(archive, { cacheDir })).toMatchObject({
      path: join(cacheDir, 'data.bin'),
      official: true,
    });
  }
  expect(ranges.length).toBe(1);
});

test('a damaged file in the cache is downloaded again', async () => {
  const cacheDir = folderOf({ 'data.bin': 'damaged' });
  expect(await findArchive({ ...file(), fileName: 'data.bin' }, { cacheDir })).toMatchObject({ official: true });
});

test('an archive that is missing in the data folder is a UserError', async () => {
  const dataDir = folderOf({});
  writeFileSync(join(dataDir, 'data.bin.part'), 'x');
  await expect(findArchive({ ...file(), fileName: 'data.bin' }, { dataDir })).rejects.toThrow(
    /data\.bin: no such file$/,
  );
});
