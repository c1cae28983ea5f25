import { rename } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** What Windows answers while another program has a file open, for moments: a reader, the index of its search, a virus scanner. */
const inUse: ReadonlySet<string> = new Set(['EACCES', 'EBUSY', 'EPERM']);
const maxWaitMs = 5000;
const maxPauseMs = 200;

/**
 * Renames a file or folder, which replaces a file of the new name. On Windows, waits a few seconds where one of them is open elsewhere. Errors: those of the file system.
 */
export async function replace(from: string, to: string): Promise<void> {
  const end = performance.now() + maxWaitMs;
  for (let pauseMs = 5; ; pauseMs = Math.min(2 * pauseMs, maxPauseMs)) {
    try {
      return await rename(from, to);
    } catch (error) {
      const isInUse = process.platform === 'win32' && inUse.has((error as NodeJS.ErrnoException).code ?? '');
      if (!isInUse || performance.now() > end) throw error;
      await pause(pauseMs);
    }
  }
}
