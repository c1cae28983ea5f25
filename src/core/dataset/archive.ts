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

/** Where archives may lie, and who is told of a download. */
export interface ArchivePlaces {
  /** `path` of the experiment, resolved against its folder. */
  readonly path?: string | undefined;
  /** Folder of archives under their published names. */
  readonly dataDir?: string | undefined;
  readonly cacheDir?: string | undefined;
  readonly onProgress?: DownloadProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The archive: at the path given, or in the data folder, or in the cache, to which it is downloaded where need be. A local file may
 * differ from the published one (`official: false`); a download may not. Errors: UserError.
 */
export async function findArchive(archive: Archive, places: ArchivePlaces): Promise<SourceFile> {
  const local = places.path ?? (places.dataDir === undefined ? undefined : resolve(places.dataDir, archive.fileName));
  if (local !== undefined) return described(archive, local, places.path === undefined);
  const cached = join(places.cacheDir ?? defaultCacheDir(), archive.fileName);
  if (existsSync(cached)) {
    const found = await described(archive, cached, false);
    if (found.official) return found;
  }
  await download(archive, cached, places.onProgress, places.signal);
  return described(archive, cached, false);
}

async function described(archive: Archive, path: string, inDataDir: boolean): Promise<SourceFile> {
  if (inDataDir && !existsSync(path)) {
    throw new UserError(`${path}: no such file`, `Put ${archive.url} there, or leave --data out to download it.`);
  }
  const file = await describeFile(path);
  return { ...file, official: isOfficial(archive, file) };
}

/** What to say of an archive that cannot be read through. */
export function brokenArchive(path: string, archive: Archive, reason: string): UserError {
  return new UserError(
    `${path}: damaged or truncated archive: ${reason}`,
    `Remove it and fetch ${archive.url} again (${archive.bytes} bytes).`,
  );
}
