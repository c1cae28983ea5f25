import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** `safr` below $XDG_CACHE_HOME or ~/.cache. */
export function defaultCacheDir(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'safr');
}

const path = () => join(defaultCacheDir(), 'measurements.json');

/**
 * What was measured on this machine under a key, else what `measure` finds now, kept for the next time. A file that cannot be read or
 * written, or holds something else than one of `allowed`, is no error: it is then measured again.
 */
export async function cachedMeasurement(
  key: string,
  allowed: readonly string[],
  measure: () => Promise<string>,
): Promise<string> {
  const known = readAll()[key];
  if (known !== undefined && allowed.includes(known)) return known;
  const found = await measure();
  writeAll({ ...readAll(), [key]: found });
  return found;
}

function readAll(): Record<string, string> {
  if (!existsSync(path())) return {};
  try {
    return JSON.parse(readFileSync(path(), 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

/** Whole or not at all. */
function writeAll(values: Record<string, string>): void {
  const temporary = `${path()}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path()), { recursive: true });
    writeFileSync(temporary, `${JSON.stringify(values, null, 2)}\n`);
    renameSync(temporary, path());
  } catch {
    // Measured again next time.
  }
}
