import { resolve } from 'node:path';
import { UserError } from '../../common/userError.ts';
import { checkNewest, checkRun, type RunCheck } from '../comparison/checkRun.ts';
import { readExperiment } from '../experiment/parseExperiment.ts';
import { findRun } from '../runs/findRun.ts';
import { listRuns } from '../runs/listRuns.ts';
import { readRun } from '../runs/readRun.ts';

/**
 * Checks an experiment's expectations on a run (as `findRun`), or on its newest evaluated one. Errors: UserError where the file expects
 * nothing, or there is no evaluated run.
 */
export async function checkExpectations(path: string, runsDirectory: string, wanted?: string): Promise<RunCheck> {
  const experiment = readExperiment(path);
  if (Object.keys(experiment.expect ?? {}).length === 0) {
    throw new UserError(`${path}: expects nothing`, 'Add a block such as "expect": { "accuracy": ">= 0.72" }.');
  }
  if (wanted !== undefined) {
    const run = await readRun(await findRun(runsDirectory, wanted));
    const check = checkRun(experiment, run);
    if (check) return check;
    throw new UserError(`run ${run.id} is not evaluated`, `Evaluate it: \`safr evaluate ${run.id}\`.`);
  }
  const { runs } = await listRuns(runsDirectory);
  const own = runs.filter(({ experimentPath }) => experimentPath === resolve(path)).reverse();
  const check = checkNewest(experiment, own);
  if (check) return check;
  const found = own[0] ? `none of its ${own.length} runs in ${runsDirectory} is` : `it has no run in ${runsDirectory}`;
  const evaluate = own[0]?.hasWeights ? `, or evaluate the newest: \`safr evaluate ${own[0].id}\`` : '';
  throw new UserError(
    `${path}: nothing to check: ${found}${own[0] ? ' evaluated' : ''}`,
    `Train and evaluate: \`safr train ${path} --evaluate\`${evaluate}.`,
  );
}
