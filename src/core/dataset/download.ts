import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { UserError } from '../../common/userError.ts';
import { proxyFetch, proxyVariable } from './proxyFetch.ts';
import { describeFile } from './sourceFile.ts';

/** A published file. */
export interface Download {
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
}

export type DownloadProgress = (received: number, total: number) => void;

/**
 * Downloads a file to `path`, which is created only after its size and SHA-256 have been verified. Received data is kept in `path.part`; a later
 * call resumes from there. Errors: UserError (no connection, HTTP status, interrupted, wrong checksum, disk full); an aborted `signal`
 * throws its reason.
 */
export async function download(
  file: Download,
  path: string,
  onProgress?: DownloadProgress,
  signal?: AbortSignal,
): Promise<void> {
  const part = `${path}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    let received = await sizeOf(part);
    if (received > file.bytes) await rm(part);
    if (received !== file.bytes) received = await receive(file, part, onProgress, signal);
    if (received < file.bytes) throw cutOffError(file, received);
    const { bytes, sha256 } = await describeFile(part);
    if (bytes !== file.bytes || sha256 !== file.sha256) {
      await rm(part);
      throw checksumError(file, bytes, sha256);
    }
    await rename(part, path);
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof UserError ? error : toUserError(file, path, error);
  }
}

/** Appends the missing data to the part file; returns its new size, which may exceed the file's by one chunk at most. */
async function receive(
  file: Download,
  part: string,
  onProgress?: DownloadProgress,
  signal?: AbortSignal,
): Promise<number> {
  const start = await sizeOf(part);
  const headers: Record<string, string> = start > 0 ? { range: `bytes=${start}-` } : {};
  const response = await proxyFetch(file.url, { headers, signal: signal ?? null });
  if (!response.ok || !response.body)
    throw refusedError(file, `HTTP status ${response.status} ${response.statusText}`.trim());
  const resumes = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${start}-`);
  const handle = await open(part, resumes ? 'a' : 'w');
  let received = resumes ? start : 0;
  try {
    for await (const chunk of Readable.fromWeb(response.body as ReadableStream) as AsyncIterable<Uint8Array>) {
      await handle.appendFile(chunk);
      received += chunk.length;
      onProgress?.(received, file.bytes);
      if (received > file.bytes) break;
    }
  } catch (error) {
    if (!isConnectionError(error)) throw error;
  } finally {
    await handle.close();
  }
  return received;
}

/** Whether a local file is identical to the published one. */
export function isOfficial(file: Download, found: { bytes: number; sha256: string }): boolean {
  return file.bytes === found.bytes && file.sha256 === found.sha256;
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** fetch reports a connection that ends early as a TypeError. */
function isConnectionError(error: unknown): boolean {
  return error instanceof TypeError;
}

const alternative =
  'Or download the file yourself and set dataset.path in the experiment, or pass its folder as --data DIR.';

function cutOffError(file: Download, received: number): UserError {
  return new UserError(
    `${file.url}: the connection ended after ${received} of ${file.bytes} bytes`,
    `Run again to resume the download. ${alternative}`,
  );
}

function checksumError(file: Download, bytes: number, sha256: string): UserError {
  return new UserError(
    `${file.url}: wrong checksum: ${bytes} bytes, SHA-256 ${sha256}; allowed: ${file.bytes} bytes, ${file.sha256}`,
    `The file was discarded; run again. ${alternative}`,
  );
}

function refusedError(file: Download, reason: string): UserError {
  const variable = proxyVariable(file.url);
  const check =
    variable === null
      ? 'Check the connection; where a proxy is needed, name it in HTTPS_PROXY.'
      : `Check the connection and the proxy that ${variable} names; hosts to be reached without it belong in NO_PROXY.`;
  return new UserError(`${file.url}: cannot be downloaded: ${reason}`, `${check} ${alternative}`);
}

function toUserError(file: Download, path: string, error: unknown): unknown {
  const { code, message, cause } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC')
    return new UserError(`${path}: the disk is full`, 'Free some space and run again to resume the download.');
  if (code !== undefined)
    return new UserError(`${path}: cannot be written: ${message}`, 'Choose another cache folder with XDG_CACHE_HOME.');
  return isConnectionError(error) ? refusedError(file, (cause as Error | undefined)?.message ?? message) : error;
}
