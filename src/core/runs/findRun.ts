import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../../common/userError.ts';
import { runIds } from './listRuns.ts';
import { isRun } from './readRun.ts';
import { runFiles } from './runFiles.ts';
import { readNotes } from './runNotes.ts';

/**
 * Directory of the run that `wanted` names: `last` (the newest by id that `isUsable`, or else the newest), an id, the user's name of a run, an id's beginning that
 * no other shares, or a run directory's path. Errors: UserError where none or more than one does.
 */
export async function findRun(runsDirectory: string, wanted: string, last: LastRun = {}): Promise<string> {
  const ids = await runIds(runsDirectory);
  if (wanted === 'last' && ids.length > 0) return lastRun(runsDirectory, ids, last);
  if (ids.includes(wanted)) return join(runsDirectory, wanted);
  const named = ids.filter((id) => nameOf(join(runsDirectory, id)) === wanted);
  if (named.length === 1) return join(runsDirectory, named[0]!);
  if (named.length > 1) {
    throw new UserError(`${named.length} runs have the name "${wanted}": ${some(named)}`, 'Give the id of the run.');
  }
  const matches = ids.filter(beginsWith(wanted));
  if (matches.length === 1) return join(runsDirectory, matches[0]!);
  if (matches.length > 1) {
    throw new UserError(
      `${matches.length} runs begin with "${wanted}": ${some(matches)}`,
      'Give more of the id, or the whole of it.',
    );
  }
  if (isRun(wanted)) return resolve(wanted);
  if (ids.length === 0) {
    throw new UserError(
      `no run "${wanted}" in ${runsDirectory}; it holds no runs yet`,
      'Train one with `safr train FILE`, go to the folder in which you trained, or name its runs with --runs.',
    );
  }
  throw new UserError(
    `no run "${wanted}" in ${runsDirectory}; runs there: ${some(ids)}`,
    'Give an id, its beginning, the name or path of a run, or `last`; `safr runs` lists them.',
  );
}

/** Which run `last` is. */
export interface LastRun {
  /** Whether the run in a folder serves the purpose; by default one with weights does. */
  readonly isUsable?: (directory: string) => boolean;
  /** Called with one sentence where newer runs were skipped. */
  readonly onSkipped?: (message: string) => void;
}

const hasWeights = (directory: string) => existsSync(join(directory, runFiles.weights));

function lastRun(runsDirectory: string, ids: readonly string[], { isUsable = hasWeights, onSkipped }: LastRun): string {
  const found = ids.findLastIndex((id) => isUsable(join(runsDirectory, id)));
  if (found === -1) return join(runsDirectory, ids.at(-1)!); // what needs the weights says why there are none
  const skipped = ids.slice(found + 1);
  if (skipped.length > 0) onSkipped?.(`last is run ${ids[found]}; newer ones have no weights: ${some(skipped)}`);
  return join(runsDirectory, ids[found]!);
}

/** The user's name of a run; null also where it cannot be read, since another run may be wanted. */
function nameOf(directory: string): string | null {
  try {
    return readNotes(directory).name;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

const beginsWith = (wanted: string) => (id: string) => wanted !== '' && id.startsWith(wanted);

/** The latest few. */
function some(ids: readonly string[]): string {
  return ids.length > 5 ? `…, ${ids.slice(-5).join(', ')}` : ids.join(', ');
}
