import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { temporaryName } from './atomicWrite.ts';

/** The cache folder: `safr` in $XDG_CACHE_HOME or ~/.cache. */
export function defaultCacheDir(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'safr');
}

const path = () => join(defaultCacheDir(), 'measurements.json');

/**
 * Returns the measurement stored for `key` on this machine. If there is none, or its value is not one of `allowed`, calls `measure` and
 * stores the result. A cache file that cannot be read or written is not an error: the value is then measured again next time.
 */
export async function cachedMeasurement(
  key: string,
  allowed: readonly string[],
  measure: () => Promise<string>,
): Promise<string> {
  const cached = readAll()[key];
  if (cached !== undefined && allowed.includes(cached)) return cached;
  const measured = await measure();
  writeAll({ ...readAll(), [key]: measured });
  return measured;
}

function readAll(): Record<string, string> {
  if (!existsSync(path())) return {};
  try {
    return JSON.parse(readFileSync(path(), 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

/** Writes the file atomically. */
function writeAll(values: Record<string, string>): void {
  const temporary = temporaryName(path());
  try {
    mkdirSync(dirname(path()), { recursive: true });
    writeFileSync(temporary, `${JSON.stringify(values, null, 2)}\n`, { flag: 'wx' });
    renameSync(temporary, path());
  } catch {
    // Measured again next time.
  }
}
