import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { download } from '../../../src/common/download.ts';
import { folderOf } from '../core/dataset/experiments.ts';

const content = Buffer.from('the tea is warm');
const sha256 = createHash('sha256').update(content).digest('hex');
let server: Server;
let proxy: Server;
/** What the proxy was asked for. */
let asked: string[];

beforeEach(async () => {
  asked = [];
  server = createServer((_, response) => response.end(content));
  proxy = createServer((incoming, response) => {
    asked.push(incoming.url!);
    incoming.pipe(request(incoming.url!, (answer) => answer.pipe(response)));
  });
  proxy.on('connect', ({ url }, socket) => {
    asked.push(url!);
    const [host, port] = url!.split(':');
    const target = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.pipe(socket).pipe(target);
    });
  });
  for (const each of [server, proxy]) await new Promise<void>((resolve) => each.listen(0, '127.0.0.1', resolve));
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toLowerCase(), undefined);
  }
});

afterEach(() => {
  vi.unstubAllEnvs();
  for (const each of [server, proxy]) {
    each.closeAllConnections();
    each.close();
  }
});

const portOf = (of: Server) => (of.address() as AddressInfo).port;
const proxyUrl = () => `http://127.0.0.1:${portOf(proxy)}`;

async function fetched(url = `http://127.0.0.1:${portOf(server)}/a.bin`): Promise<string> {
  const path = join(folderOf({}), 'a.bin');
  await download({ url, bytes: content.length, checksum: { kind: 'SHA-256', hex: sha256 } }, path, { alternative: '' });
  return readFileSync(path, 'utf8');
}

test('a download goes through the proxy of HTTP_PROXY', async () => {
  vi.stubEnv('HTTP_PROXY', proxyUrl());
  expect(await fetched()).toBe('the tea is warm');
  expect(asked).toEqual([expect.stringContaining(`127.0.0.1:${portOf(server)}`)]);
});

test('a download of https goes through the proxy of HTTPS_PROXY', async () => {
  vi.stubEnv('HTTPS_PROXY', proxyUrl());
  await expect(fetched(`https://127.0.0.1:${portOf(server)}/a.bin`)).rejects.toThrow(/cannot be downloaded/);
  expect(asked).toEqual([`127.0.0.1:${portOf(server)}`]);
});

test('hosts of NO_PROXY are reached directly', async () => {
  vi.stubEnv('HTTP_PROXY', proxyUrl());
  vi.stubEnv('NO_PROXY', 'localhost,127.0.0.1');
  expect(await fetched()).toBe('the tea is warm');
  expect(asked).toEqual([]);
});

test('an error blames a proxy only where one is set', async () => {
  const refused = 'http://127.0.0.1:1/a.bin';
  await expect(fetched(refused)).rejects.toMatchObject({
    remedy: expect.stringMatching(/^Check the connection; where a proxy is needed, name it in HTTPS_PROXY\./),
  });
  vi.stubEnv('http_proxy', 'http://127.0.0.1:1');
  await expect(fetched(refused)).rejects.toMatchObject({
    remedy: expect.stringMatching(/^Check the connection and the proxy that http_proxy names/),
  });
  vi.stubEnv('http_proxy', 'no address');
  await expect(fetched(refused)).rejects.toThrow(/http_proxy is "no address": not the address of a proxy/);
});
