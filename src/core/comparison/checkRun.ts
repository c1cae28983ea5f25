import { differences } from '../experiment/differences.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Run } from '../runs/readRun.ts';
import { judge, type Verdict } from './judge.ts';

/** What an experiment expects, and what one of its runs reached. */
export interface RunCheck {
  readonly run: Run;
  readonly verdicts: readonly Verdict[];
  /** Settings in which the run is not what the file says now, such as "model.width"; where and from which seed it ran do not count. */
  readonly otherSettings: readonly string[];
}

const ofThePlace = new Set(['name', '$schema', 'device', 'threads', 'seed']);

/** null where the run is not evaluated, or by another version. */
export function checkRun(experiment: Experiment, run: Run): RunCheck | null {
  if (!run.summary) return null;
  const otherSettings = differences(experiment, run.experiment)
    .map(({ key }) => key)
    .filter((key) => !ofThePlace.has(key));
  return { run, verdicts: judge(run.summary, experiment.expect ?? {}), otherSettings };
}

/** The same of the newest run that is evaluated; null where none is. `runs`: newest first. */
export function checkNewest(experiment: Experiment, runs: readonly Run[]): RunCheck | null {
  for (const run of runs) {
    const check = checkRun(experiment, run);
    if (check) return check;
  }
  return null;
}
