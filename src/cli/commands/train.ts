import { Command } from 'commander';
import { findRun } from '../../core/runs/findRun.ts';
import { hasSweep } from '../../core/sweep/readSweep.ts';
import { evaluationPath, type StoredEvaluation } from '../../core/runs/evaluationFile.ts';
import { resumeTraining, trainExperiment, type TrainedRun } from '../../core/workflow/trainExperiment.ts';
import type { WorkflowEvent } from '../../core/workflow/workflowEvent.ts';
import { UserError } from '../../common/userError.ts';
import { exitCodes } from '../exitCodes.ts';
import {
  computeSettings,
  jsonEventsOption,
  runsDirectory,
  wholeNumber,
  withComputeOptions,
  type ComputeFlags,
} from '../options.ts';
import { evaluationLines } from '../output/evaluationLines.ts';
import { evaluationDocument } from '../output/evaluationTable.ts';
import { place } from '../output/place.ts';
import { note, print, printEvent } from '../output/print.ts';
import { withProgress } from '../output/progressView.ts';
import { version } from '../version.ts';

interface TrainFlags extends ComputeFlags {
  readonly seed?: number;
  readonly evaluate?: boolean;
  readonly resume?: string;
}

export function trainCommand(): Command {
  return withComputeOptions(
    new Command('train')
      .summary('train an experiment as a new run')
      .description(
        'Trains the model of an experiment file. Every run has its own folder; Ctrl-C keeps what is trained.',
      )
      .argument('[file]', 'experiment file (*.safr.json); not with --resume')
      .option('--evaluate', 'measure the trained model on the test split and print the result')
      .option(
        '--resume <run>',
        'resume a run that was stopped: its id, the beginning of it, its name, `last`, or its folder',
      )
      .option('--seed <n>', 'seed to use instead of that of the experiment', wholeNumber(0, 0xffffffff))
      .addHelpText(
        'after',
        `
Examples:
  $ safr init mails.safr.json            write an experiment file
  $ safr train mails.safr.json --evaluate
  $ safr train mails.safr.json --seed 2  the same with another seed
  $ safr train --resume last             continue after Ctrl-C or a power cut
  $ safr train sst2.safr.json --data ~/archives

The line of an epoch has the losses on the training texts (CE: cross-entropy;
imp, inter: L_imp, L_inter), the accuracy on them, the accuracy, macro F1 (F1)
and SRS(0.3) on the dev split, and the time since the start. \`best\`: the
weights are kept until a later epoch is better.

Progress goes to standard error; the last line of standard output is the run.`,
      )
      .action(runTraining),
    jsonEventsOption(),
  );
}

async function runTraining(file: string | undefined, flags: TrainFlags): Promise<void> {
  const run = await withProgress(flags, (view) => start(file, flags, view?.handle ?? printEvent));
  if (run.evaluation) await reportEvaluation(run, run.evaluation, flags);
  if (run.training.state === 'stopped') {
    note(`To continue: safr train --resume ${run.id}${repeated(flags)}`);
    process.exitCode = exitCodes.interrupted;
  } else if (!run.evaluation && !flags.json) {
    print(place(run.directory));
  }
}

function start(
  file: string | undefined,
  flags: TrainFlags,
  onEvent: (event: WorkflowEvent) => void,
): Promise<TrainedRun> {
  const { seed, resume, evaluate = false } = flags;
  const settings = computeSettings(flags, 'stopping after this step; what is trained is kept.');
  const common = { ...settings, onEvent, evaluate };
  if (resume === undefined) {
    if (file !== undefined) {
      if (hasSweep(file)) note(`note: its sweep is ignored; \`safr sweep ${file}\` trains every combination`);
      return trainExperiment({ ...common, experimentPath: file, seed, runsDirectory: runsDirectory(flags), version });
    }
    throw new UserError(
      'no experiment file is given',
      'Name one, as in `safr train mails.safr.json`; `safr init` writes one.',
    );
  }
  if (file !== undefined || seed !== undefined) {
    const what = file === undefined ? '--seed' : 'an experiment file';
    throw new UserError(`--resume continues a run unchanged: ${what} cannot be given with it`, `Leave ${what} out.`);
  }
  return findRun(runsDirectory(flags), resume, { isUsable: () => true }).then((directory) =>
    resumeTraining({ ...common, directory }),
  );
}

async function reportEvaluation(
  { directory }: TrainedRun,
  evaluation: StoredEvaluation,
  { json }: TrainFlags,
): Promise<void> {
  const file = evaluationPath(directory, evaluation);
  if (json) printEvent({ kind: 'evaluation', ...evaluationDocument(directory, file, evaluation) });
  else print('', ...(await evaluationLines(directory, evaluation)), '', `run  ${place(directory)}`);
}

/** The options that a resumed training needs again. */
function repeated({ runs, data, evaluate }: TrainFlags): string {
  const custom = runs === undefined ? '' : ` --runs ${runs}`;
  return `${custom}${data === undefined ? '' : ` --data ${data}`}${evaluate ? ' --evaluate' : ''}`;
}
