import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { UserError } from '../../common/userError.ts';
import { describeFile } from './sourceFile.ts';

/** A published file. */
export interface Download {
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
}

export type DownloadProgress = (received: number, total: number) => void;

/**
 * Fetches a file to `path`, which exists only once size and SHA-256 are right. What has come so far stands in `path.part`;
 * a later call goes on from there. Errors: UserError (no connection, HTTP status, cut off, wrong checksum, disk full);
 * an aborted `signal` throws its reason.
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
    if (received < file.bytes) throw cutOff(file, received);
    const { bytes, sha256 } = await describeFile(part);
    if (bytes !== file.bytes || sha256 !== file.sha256) {
      await rm(part);
      throw wrongChecksum(file, bytes, sha256);
    }
    await rename(part, path);
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof UserError ? error : failed(file, path, error);
  }
}

/** Appends to the part file what it lacks; returns its size afterwards, at most one chunk above the file's. */
async function receive(
  file: Download,
  part: string,
  onProgress?: DownloadProgress,
  signal?: AbortSignal,
): Promise<number> {
  const start = await sizeOf(part);
  const headers: Record<string, string> = start > 0 ? { range: `bytes=${start}-` } : {};
  const response = await fetch(file.url, { headers, signal: signal ?? null });
  if (!response.ok || !response.body)
    throw refused(file, `HTTP status ${response.status} ${response.statusText}`.trim());
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

/** Is what was found, byte for byte, the published file? */
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

const otherWay =
  'Or fetch the file by other means and name it in dataset.path of the experiment, or its folder with --data DIR.';

function cutOff(file: Download, received: number): UserError {
  return new UserError(
    `${file.url}: the connection ended after ${received} of ${file.bytes} bytes`,
    `Run again: the download goes on from there. ${otherWay}`,
  );
}

function wrongChecksum(file: Download, bytes: number, sha256: string): UserError {
  return new UserError(
    `${file.url}: wrong checksum: ${bytes} bytes, SHA-256 ${sha256}; allowed: ${file.bytes} bytes, ${file.sha256}`,
    `The file was discarded; run again. ${otherWay}`,
  );
}

function refused(file: Download, reason: string): UserError {
  return new UserError(
    `${file.url}: cannot be downloaded: ${reason}`,
    `Check the connection and the proxy. ${otherWay}`,
  );
}

function failed(file: Download, path: string, error: unknown): unknown {
  const { code, message, cause } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC')
    return new UserError(`${path}: the disk is full`, 'Free some space and run again: the download goes on.');
  if (code !== undefined)
    return new UserError(`${path}: cannot be written: ${message}`, 'Choose another cache folder with XDG_CACHE_HOME.');
  return isConnectionError(error) ? refused(file, (cause as Error | undefined)?.message ?? message) : error;
}
