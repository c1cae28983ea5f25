import { resolve } from 'node:path';
import { UserError } from '../../common/userError.ts';
import { checkNewest, checkRun, type RunCheck } from '../comparison/checkRun.ts';
import { readExperiment } from '../experiment/parseExperiment.ts';
import { listRuns } from '../runs/listRuns.ts';
import { readRun } from '../runs/readRun.ts';

/**
 * Checks the expectations of an experiment against the run in a folder, by default its newest evaluated one. Errors: UserError if the
 * file has no expectations or there is no evaluated run.
 */
export async function checkExpectations(path: string, runsDirectory: string, runDirectory?: string): Promise<RunCheck> {
  const experiment = readExperiment(path);
  if (Object.keys(experiment.expect ?? {}).length === 0) {
    throw new UserError(`${path}: has no expectations`, 'Add a block such as "expect": { "accuracy": ">= 0.72" }.');
  }
  if (runDirectory !== undefined) {
    const run = await readRun(runDirectory);
    const check = checkRun(experiment, run);
    if (check) return check;
    throw new UserError(`run ${run.id} is not evaluated`, `Evaluate it: \`safr evaluate ${run.id}\`.`);
  }
  const { runs } = await listRuns(runsDirectory);
  const ownRuns = runs.filter(({ experimentPath }) => experimentPath === resolve(path)).reverse();
  const check = checkNewest(experiment, ownRuns);
  if (check) return check;
  const found = ownRuns[0]
    ? `none of its ${ownRuns.length} runs in ${runsDirectory} is`
    : `it has no run in ${runsDirectory}`;
  const evaluate = ownRuns[0]?.hasWeights ? `, or evaluate the newest: \`safr evaluate ${ownRuns[0].id}\`` : '';
  throw new UserError(
    `${path}: nothing to check: ${found}${ownRuns[0] ? ' evaluated' : ''}`,
    `Train and evaluate: \`safr train ${path} --evaluate\`${evaluate}.`,
  );
}
