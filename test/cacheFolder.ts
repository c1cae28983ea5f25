import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the tests make once per machine: `safr-studio` in $XDG_CACHE_HOME or ~/.cache. */
export const cacheFolder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'safr-studio');
