import { createServer, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findHubFile } from '../../../../../../src/core/model/pretrained/hub/hubFile.ts';

const commit = 'c9745ed1d9f207416be6d2e6f8de32d1f16199bf';
const id = 'a'.repeat(40);
const sha256 = 'b'.repeat(64);

let server: Server;
let status: number;
let headers: OutgoingHttpHeaders;

beforeEach(async () => {
  server = createServer((_, response) => response.writeHead(status, headers).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** The file `a b.bin`, as a server that answers so describes it. */
function find(answer: number, withHeaders: OutgoingHttpHeaders = {}, revision = 'main') {
  [status, headers] = [answer, withHeaders];
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return findHubFile({ endpoint, token: null }, 'org/name', revision, 'a b.bin', undefined);
}

test.each([
  ['a strong tag', { etag: `"${id}"`, 'content-length': 7 }, 'git id', id],
  ['a weak tag', { etag: `W/"${id}"`, 'content-length': 7 }, 'git id', id],
  [
    'the tag of the linked file',
    { etag: '"x"', 'x-linked-etag': `"${sha256}"`, 'x-linked-size': 7 },
    'SHA-256',
    sha256,
  ],
])('takes hash and size from %s, and names the file at its commit', async (_, own, kind, hex) => {
  expect(await find(200, { 'x-repo-commit': commit, ...own })).toEqual({
    ...{ name: 'a b.bin', commit, bytes: 7, checksum: { kind, hex } },
    url: expect.stringMatching(`/org/name/resolve/${commit}/a%20b.bin$`),
  });
});

test.each([
  ['no commit', { etag: `"${id}"`, 'content-length': 7 }],
  ['a commit that is none', { etag: `"${id}"`, 'content-length': 7, 'x-repo-commit': '../..' }],
  ['a hash that is none', { etag: '"../../x"', 'content-length': 7, 'x-repo-commit': commit }],
  ['no size', { etag: `"${id}"`, 'x-repo-commit': commit, 'transfer-encoding': 'chunked' }],
])('refuses an answer with %s', async (_, own) => {
  await expect(find(200, own)).rejects.toThrow('the answer lacks the commit, size or hash');
});

test('a mirror that gives no reason has no such file at a commit, and no such model at a branch', async () => {
  expect(await find(404, {}, commit)).toBeNull();
  await expect(find(404)).rejects.toThrow(/^org\/name: no such model at /);
});

test('other statuses and redirects without end are errors of the connection', async () => {
  await expect(find(503)).rejects.toThrow('cannot be downloaded: HTTP status 503');
  await expect(find(302, { location: '/org/name/resolve/main/a' })).rejects.toThrow('too many redirects');
});

test('access that is denied is an error that names the token', async () => {
  await expect(find(403)).rejects.toMatchObject({
    message: expect.stringMatching(/^org\/name: access denied by /),
    remedy: expect.stringMatching(/^Set HF_TOKEN to a token that may read the model\./),
  });
});
