import { differences } from '../experiment/differences.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Run } from '../runs/readRun.ts';
import { judge, type Verdict } from './judge.ts';

/** The expectations of an experiment and the results of one of its runs. */
export interface RunCheck {
  readonly run: Run;
  readonly verdicts: readonly Verdict[];
  /** Settings of the run that differ from the file now, such as "model.width"; device, threads and seed do not count. */
  readonly otherSettings: readonly string[];
}

const ignoredFields = new Set(['name', '$schema', 'device', 'threads', 'seed']);

/** null if the run has no evaluation of a known version. */
export function checkRun(experiment: Experiment, run: Run): RunCheck | null {
  if (!run.summary) return null;
  const otherSettings = differences(experiment, run.experiment)
    .map(({ key }) => key)
    .filter((key) => !ignoredFields.has(key));
  return { run, verdicts: judge(run.summary, experiment.expect ?? {}), otherSettings };
}

/** The check of the newest evaluated run; null if no run is evaluated. `runs`: newest first. */
export function checkNewest(experiment: Experiment, runs: readonly Run[]): RunCheck | null {
  for (const run of runs) {
    const check = checkRun(experiment, run);
    if (check) return check;
  }
  return null;
}
