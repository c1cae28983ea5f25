import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defaultCacheDir } from '../../common/measurementCache.ts';
import { UserError } from '../../common/userError.ts';
import { download, isOfficial, type Download, type DownloadProgress } from './download.ts';
import type { SourceFile } from './source.ts';
import { describeFile } from './sourceFile.ts';

export interface Archive extends Download {
  readonly fileName: string;
}

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
  await download(archive, cached, locations.onProgress, locations.signal);
  return describeArchive(archive, cached, false);
}

async function describeArchive(archive: Archive, path: string, inDataDir: boolean): Promise<SourceFile> {
  if (inDataDir && !existsSync(path)) {
    throw new UserError(`${path}: no such file`, `Put ${archive.url} there, or leave --data out to download it.`);
  }
  const file = await describeFile(path);
  return { ...file, official: isOfficial(archive, file) };
}

/** The error for an archive that cannot be read completely. */
export function archiveError(path: string, archive: Archive, reason: string): UserError {
  return new UserError(
    `${path}: damaged or truncated archive: ${reason}`,
    `Remove it and fetch ${archive.url} again (${archive.bytes} bytes).`,
  );
}
