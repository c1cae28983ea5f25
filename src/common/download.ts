import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { fileProblem } from './fileProblem.ts';
import { replace } from './replace.ts';
import { fetchProblem, isConnectionError, proxyFetch } from './proxyFetch.ts';
import { UserError } from './userError.ts';

/** A published file. */
export interface PublishedFile {
  readonly url: string;
  readonly bytes: number;
  readonly checksum: Checksum;
}

/** `SHA-256` of the content, or the id that git gives it (SHA-1 of a header and the content); `hex` in lower case. */
export interface Checksum {
  readonly kind: 'SHA-256' | 'git id';
  readonly hex: string;
}

export type DownloadProgress = (received: number, total: number) => void;

export interface DownloadOptions {
  /** What the user can do instead of downloading, in sentences: the end of every remedy. */
  readonly alternative: string;
  /** Where received data is kept until the file is complete; by default `path` with `.part`. */
  readonly partPath?: string;
  /** Headers of the request; `authorization` is not sent on to another host by a redirect. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly onProgress?: DownloadProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Downloads a file to `path`, which is created only after its size and checksum have been verified. Received data is kept in the part
 * file; a later call resumes from there. Errors: UserError (no connection, HTTP status, interrupted, wrong checksum, disk full); an
 * aborted `signal` throws its reason.
 */
export async function download(file: PublishedFile, path: string, options: DownloadOptions): Promise<void> {
  const { alternative, partPath: part = `${path}.part`, signal } = options;
  try {
    await mkdir(dirname(path), { recursive: true });
    let received = await fileSize(part);
    if (received > file.bytes) await rm(part);
    if (received !== file.bytes) received = await receive(file, part, options);
    if (received < file.bytes) throw cutOffError(file, received, alternative);
    await verify(file, part, options);
    await replace(part, path);
  } catch (error) {
    signal?.throwIfAborted();
    if (await isCompletedByAnother(error, file, path)) return;
    if (isConnectionError(error)) throw fetchProblem(file.url, error, alternative);
    throw error instanceof UserError ? error : writeProblem(path, error, alternative);
  }
}

/** Whether the part file has vanished because another process, which downloads the same file, was faster. */
async function isCompletedByAnother(error: unknown, { bytes }: PublishedFile, path: string): Promise<boolean> {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT' && (await fileSize(path)) === bytes;
}

function writeProblem(path: string, error: unknown, alternative: string): unknown {
  const problem = fileProblem(path, error, 'written');
  return problem instanceof UserError ? new UserError(problem.message, `${problem.remedy} ${alternative}`) : problem;
}

/** Adds the missing data to the part file; returns its new size, which may exceed the file's by one chunk at most. */
async function receive(file: PublishedFile, part: string, options: DownloadOptions): Promise<number> {
  const start = await fileSize(part);
  const range: Record<string, string> = start > 0 ? { range: `bytes=${start}-` } : {};
  const headers = { 'accept-encoding': 'identity', ...options.headers, ...range };
  const response = await proxyFetch(file.url, { headers, signal: options.signal ?? null });
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw fetchProblem(file.url, `HTTP status ${response.status} ${response.statusText}`.trim(), options.alternative);
  }
  const resumes = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${start}-`);
  const handle = await open(part, resumes ? 'r+' : 'w');
  let received = resumes ? start : 0;
  try {
    for await (const chunk of Readable.fromWeb(response.body as ReadableStream) as AsyncIterable<Uint8Array>) {
      await writeAt(handle, chunk, received);
      received += chunk.length;
      options.onProgress?.(received, file.bytes);
      if (received > file.bytes) break;
    }
    await handle.sync().catch(() => undefined); // not every file system can
  } catch (error) {
    if (!isConnectionError(error)) throw error;
  } finally {
    await handle.close();
  }
  return received;
}

/** Not appended, so that two processes that download the same file write the same bytes to the same places. */
async function writeAt(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    done += (await handle.write(chunk, done, chunk.length - done, position + done)).bytesWritten;
  }
}

/** Errors: UserError where the part file is not the published one; it is then removed. */
async function verify(file: PublishedFile, part: string, { alternative, signal }: DownloadOptions): Promise<void> {
  const { kind, hex } = file.checksum;
  const bytes = await fileSize(part);
  const hash = createHash(kind === 'SHA-256' ? 'sha256' : 'sha1');
  if (kind === 'git id') hash.update(`blob ${bytes}\0`);
  for await (const chunk of createReadStream(part, { signal }) as AsyncIterable<Buffer>) hash.update(chunk);
  const found = hash.digest('hex');
  if (bytes === file.bytes && found === hex) return;
  await rm(part);
  throw new UserError(
    `${file.url}: wrong checksum: ${bytes} bytes, ${kind} ${found}; allowed: ${file.bytes} bytes, ${hex}`,
    `The file was discarded; run again. ${alternative}`,
  );
}

/** The size of a file; 0 where there is none. */
export async function fileSize(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

function cutOffError(file: PublishedFile, received: number, alternative: string): UserError {
  return new UserError(
    `${file.url}: the connection ended after ${received} of ${file.bytes} bytes`,
    `Run again to resume the download. ${alternative}`,
  );
}
