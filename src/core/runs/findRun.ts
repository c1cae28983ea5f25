import { join, resolve } from 'node:path';
import { UserError } from '../../common/userError.ts';
import { runIds } from './listRuns.ts';
import { isRun } from './readRun.ts';

/**
 * Directory of the run that `wanted` names: `last` (by id), an id, an id's beginning that no other shares, or a run directory's path.
 * Errors: UserError where none or more than one does.
 */
export async function findRun(runsDirectory: string, wanted: string): Promise<string> {
  const ids = await runIds(runsDirectory);
  const matches = wanted === 'last' ? ids.slice(-1) : ids.includes(wanted) ? [wanted] : ids.filter(beginsWith(wanted));
  if (matches.length === 1) return join(runsDirectory, matches[0]!);
  if (matches.length > 1) {
    throw new UserError(
      `${matches.length} runs begin with "${wanted}": ${some(matches)}`,
      'Give more of the id, or the whole of it.',
    );
  }
  if (isRun(wanted)) return resolve(wanted);
  const present = ids.length === 0 ? 'it holds no runs yet' : `runs there: ${some(ids)}`;
  throw new UserError(
    `no run "${wanted}" in ${runsDirectory}; ${present}`,
    'Give an id, its beginning, the path of a run, or `last`; `safr runs` lists them.',
  );
}

const beginsWith = (wanted: string) => (id: string) => wanted !== '' && id.startsWith(wanted);

/** The latest few. */
function some(ids: readonly string[]): string {
  return ids.length > 5 ? `…, ${ids.slice(-5).join(', ')}` : ids.join(', ');
}
