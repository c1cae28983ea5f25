import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { download, type DownloadProgress } from '../../common/download.ts';
import { defaultCacheDir } from '../../common/measurementCache.ts';
import { UserError } from '../../common/userError.ts';
import type { SourceFile } from './source.ts';
import { describeFile } from './sourceFile.ts';

/** A published archive. */
export interface Archive {
  readonly fileName: string;
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
}

const alternative =
  'Or download the file yourself and set dataset.path in the experiment, or pass its folder as --data DIR.';

/** Where to look for archives, and how to report the progress of a download. */
export interface ArchiveLocations {
  /** `path` of the experiment, resolved against its folder. */
  readonly path?: string | undefined;
  /** Folder that contains archives under their published names. */
  readonly dataDir?: string | undefined;
  readonly cacheDir?: string | undefined;
  readonly onProgress?: DownloadProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds the archive at the given path, in the data folder or in the cache; it is downloaded to the cache if necessary. A local file may
 * differ from the published one (`official: false`); a download may not. Errors: UserError.
 */
export async function findArchive(archive: Archive, locations: ArchiveLocations): Promise<SourceFile> {
  const local =
    locations.path ?? (locations.dataDir === undefined ? undefined : resolve(locations.dataDir, archive.fileName));
  if (local !== undefined) return describeArchive(archive, local, locations.path === undefined);
  const cached = join(locations.cacheDir ?? defaultCacheDir(), archive.fileName);
  if (existsSync(cached)) {
    const found = await describeArchive(archive, cached, false);
    if (found.official) return found;
  }
  const { url, bytes, sha256 } = archive;
  const { onProgress, signal } = locations;
  await download({ url, bytes, checksum: { kind: 'SHA-256', hex: sha256 } }, cached, {
    alternative,
    onProgress,
    signal,
  });
  return describeArchive(archive, cached, false);
}

async function describeArchive(archive: Archive, path: string, inDataDir: boolean): Promise<SourceFile> {
  if (inDataDir && !existsSync(path)) {
    throw new UserError(`${path}: no such file`, `Put ${archive.url} there, or leave --data out to download it.`);
  }
  const file = await describeFile(path);
  return { ...file, official: file.bytes === archive.bytes && file.sha256 === archive.sha256 };
}

/** The error for an archive that cannot be read completely. */
export function archiveError(path: string, archive: Archive, reason: string): UserError {
  return new UserError(
    `${path}: damaged or truncated archive: ${reason}`,
    `Remove it and fetch ${archive.url} again (${archive.bytes} bytes).`,
  );
}
