import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAbandoned, isTemporaryName } from '../../common/atomicWrite.ts';
import { wasAbandoned } from './claim.ts';
import { isRun } from './readRun.ts';

/** Lock files of this name are in the directory of a run that is being trained or imported, see `takeClaim`. */
export const trainingLock = 'training.lock';

/** How the directories of runs and imports begin. */
const ownName = /^(\d{8}-\d{6}-|\.import-)/;

/**
 * Removes directories that killed processes of SAFR Studio left behind: not yet a run, and with a lock whose process is gone; or killed
 * before they had one, an hour ago. All else in the folder is left alone; what cannot be removed too.
 */
export async function removeLeftovers(runsDirectory: string): Promise<void> {
  const entries = await readdir(runsDirectory, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const directory = join(runsDirectory, entry.name);
    if (!entry.isDirectory() || isRun(directory)) continue;
    const isLeftover =
      (await wasAbandoned(directory, trainingLock).catch(() => false)) ||
      (ownName.test(entry.name) && (await isUnbegun(directory)));
    if (isLeftover) await rm(directory, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Whether nothing but temporary files was written into a directory, an hour ago or more. */
async function isUnbegun(directory: string): Promise<boolean> {
  const names = await readdir(directory).catch(() => ['unreadable']);
  return names.every(isTemporaryName) && (await isAbandoned(directory));
}
