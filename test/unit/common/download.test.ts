import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { download, type DownloadOptions } from '../../../src/common/download.ts';
import { UserError } from '../../../src/common/userError.ts';
import { folderOf } from '../core/dataset/experiments.ts';

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
  checksum: { kind: 'SHA-256', hex: sha256 } as const,
});
const alternative = 'Or bring the file yourself.';
const get = (options: Partial<DownloadOptions> = {}) => download(file(), path, { alternative, ...options });

/** A download whose connection breaks after `cutAfter` bytes have arrived; data in transit would be lost. */
const downloadAndCut = () =>
  get({ onProgress: (received) => void (received >= cutAfter && server.closeAllConnections()) });

test('a download is complete, reports its progress and leaves no part file', async () => {
  const progress: number[] = [];
  await get({ onProgress: (received, total) => progress.push(received / total) });
  expect(readFileSync(path).equals(content)).toBe(true);
  expect(progress.at(-1)).toBe(1);
  expect(existsSync(`${path}.part`)).toBe(false);
});

test('an interrupted download resumes where it stopped', async () => {
  cutAfter = 100000;
  await expect(downloadAndCut()).rejects.toThrow(/the connection ended after 100000 of 300000 bytes$/);
  expect(existsSync(path)).toBe(false);
  cutAfter = Infinity;
  await get();
  expect(ranges).toEqual([undefined, 'bytes=100000-']);
  expect(readFileSync(path).equals(content)).toBe(true);
});

test('a download starts again if the server does not support ranges', async () => {
  cutAfter = 100000;
  await expect(downloadAndCut()).rejects.toThrow(UserError);
  [cutAfter, knowsRanges] = [Infinity, false];
  await get();
  expect(readFileSync(path).equals(content)).toBe(true);
});

test('a complete part file is not requested again', async () => {
  const folder = folderOf({ 'data.bin.part': content });
  await download(file(), join(folder, 'data.bin'), { alternative });
  expect(ranges).toEqual([]);
});

test.each([
  ['of other content', Buffer.alloc(content.length)],
  ['that is too long', Buffer.concat([content, content])],
])('a file %s is discarded', async (_, served) => {
  body = served;
  await expect(get()).rejects.toThrow(/wrong checksum: .* allowed: 300000 bytes/);
  expect([existsSync(path), existsSync(`${path}.part`)]).toEqual([false, false]);
});

test('a missing file and a missing server are UserErrors whose remedy names an alternative', async () => {
  const missing = await download(file('other.bin'), path, { alternative }).catch((error: unknown) => error);
  expect(missing).toBeInstanceOf(UserError);
  expect(missing).toMatchObject({
    message: expect.stringMatching(/HTTP status 404/),
    remedy: expect.stringMatching(/Or bring the file yourself\.$/),
  });
  const nowhere = { ...file(), url: 'http://127.0.0.1:9/data.bin' };
  await expect(download(nowhere, path, { alternative })).rejects.toThrow(UserError);
});

test('a folder that cannot be written is a UserError', async () => {
  const folder = folderOf({ cache: 'a file' });
  const writing = download(file(), join(folder, 'cache', 'data.bin'), { alternative });
  await expect(writing).rejects.toThrow(/cannot be written/);
});

test('an aborted download throws the reason', async () => {
  await expect(get({ signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop');
});

test('two downloads of one file that resume at the same time both succeed', async () => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, content.subarray(0, 100000));
  await Promise.all([get(), get()]);
  expect(readFileSync(path).equals(content)).toBe(true);
});

test('a file may be verified by the id that git gives it', async () => {
  const hex = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
  const published = { ...file(), checksum: { kind: 'git id', hex } as const };
  await download(published, path, { alternative });
  expect(readFileSync(path).equals(content)).toBe(true);
  body = Buffer.alloc(content.length);
  await expect(download(published, `${path}.other`, { alternative })).rejects.toThrow(/wrong checksum: .* git id /);
});

test.skipIf(!existsSync('/dev/full'))('a full disk is one line (skipped without /dev/full)', async () => {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync('/dev/full', `${path}.part`);
  await expect(get()).rejects.toMatchObject({
    message: `${path}: cannot be written: the disk is full`,
    remedy: expect.stringMatching(/^Free space .* Or bring the file yourself\.$/),
  });
});
