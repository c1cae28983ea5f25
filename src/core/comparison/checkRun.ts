import { differences } from '../experiment/differences.ts';
import { encoderSizes } from '../experiment/sections/model.ts';
import { defaultMaxLength, type Experiment } from '../experiment/schema.ts';
import type { Run } from '../runs/readRun.ts';
import { judge, type Verdict } from './judge.ts';
import { apartFromSettings } from './repeats.ts';

/** The expectations of an experiment and the results of one of its runs. */
export interface RunCheck {
  readonly run: Run;
  readonly verdicts: readonly Verdict[];
  /** Settings of the run that differ from the file now, such as "model.width"; device, threads and seed do not count. */
  readonly otherSettings: readonly string[];
}

/** null if the run has no evaluation of a known version. */
export function checkRun(experiment: Experiment, run: Run): RunCheck | null {
  if (!run.summary) return null;
  const otherSettings = differences(withSizesOf(run, experiment), run.experiment)
    .map(({ key }) => key)
    .filter((key) => !apartFromSettings.has(key));
  return { run, verdicts: judge(run.summary, experiment), otherSettings };
}

/** The experiment with the sizes that the folder of an encoder gave the run: its file cannot name them. */
function withSizesOf({ experiment: { model } }: Run, experiment: Experiment): Experiment {
  if (model.pretrained === undefined || model.pretrained !== experiment.model.pretrained) return experiment;
  const { maxLength } = model;
  const isShortened = experiment.model.maxLength === defaultMaxLength && maxLength < defaultMaxLength;
  const sizes = Object.fromEntries(encoderSizes.map((size) => [size, model[size]]));
  return { ...experiment, model: { ...experiment.model, ...sizes, ...(isShortened && { maxLength }) } };
}

/**
 * The check of the newest evaluated run with the settings of the file, or else of the newest evaluated one; null if no run is evaluated. `runs`:
 * newest first.
 */
export function checkNewest(experiment: Experiment, runs: readonly Run[]): RunCheck | null {
  let newest: RunCheck | null = null;
  for (const run of runs) {
    const check = checkRun(experiment, run);
    if (check?.otherSettings.length === 0) return check;
    newest ??= check;
  }
  return newest;
}
