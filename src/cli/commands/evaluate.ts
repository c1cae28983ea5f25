import { Command, Option } from 'commander';
import type { DataSummary } from '../../core/dataset/summary/dataSummary.ts';
import { evaluateRun } from '../../core/workflow/evaluateRun.ts';
import { evaluateSlices } from '../../core/workflow/slices.ts';
import { evaluationPath } from '../../core/runs/evaluationFile.ts';
import { evaluatedSplits, type EvaluatedSplit } from '../../core/runs/evaluationSummary.ts';
import type { WorkflowEvent } from '../../core/workflow/workflowEvent.ts';
import { namedRun } from '../namedRun.ts';
import { computeSettings, runArgument, wholeNumber, withComputeOptions, type ComputeFlags } from '../options.ts';
import { evaluationLines } from '../output/evaluationLines.ts';
import { evaluationDocument } from '../output/evaluationTable.ts';
import { place } from '../output/place.ts';
import { print, printJson } from '../output/print.ts';
import { withProgress } from '../output/progressView.ts';

interface EvaluateFlags extends ComputeFlags {
  readonly split: EvaluatedSplit;
  readonly rivals?: boolean;
  readonly costlySample?: number;
  readonly sanity?: boolean;
  readonly explanations?: string;
  readonly otherData?: boolean;
  readonly slices?: boolean;
}

export function evaluateCommand(): Command {
  return withComputeOptions(
    new Command('evaluate')
      .summary('measure the model of a run')
      .description(
        'Measures the best weights of a run: accuracy, SRS and AOPC compared with random removal, neurons. The full result, with ' +
          'every curve and neuron, is written to evaluation.json in the run (for the dev split: evaluation.dev.json). ' +
          'A result on other data goes to evaluation.other.json or evaluation.other.dev.json.',
      )
      .addArgument(runArgument())
      .addOption(new Option('--split <name>', 'the split to measure it on').choices(evaluatedSplits).default('test'))
      .addOption(
        new Option(
          '--rivals',
          'also rank the words by gradients, leave-one-out, attention and at random, on fewer texts by Shapley values and LIME; takes a few times as long',
        ),
      )
      .addOption(
        new Option(
          '--costly-sample <n>',
          'with --rivals: how many texts, drawn once, Shapley values and LIME are computed for (default: 200); 0: none',
        ).argParser(wholeNumber(0, 1e9)),
      )
      .addOption(
        new Option(
          '--sanity',
          '--rivals, and how far each ranking of these texts agrees with that of a model of random weights',
        ),
      )
      .addOption(
        new Option(
          '--explanations <file>',
          'also measure explanations of these texts that were made elsewhere: JSON lines, as of `safr explain --input`',
        ),
      )
      .addOption(
        new Option(
          '--other-data',
          "measure on the data as they are now, which have changed since the training; never replaces the run's own result",
        ),
      )
      .addOption(
        new Option(
          '--slices',
          'only the slices of the experiment file as it is now, from the result that the run has: takes seconds',
        ).conflicts(['rivals', 'costlySample', 'sanity', 'explanations', 'otherData', 'device', 'threads']),
      )
      .addHelpText(
        'after',
        `
SRS_imp(k), SRS_inter(k) and SRS(k) are the points of accuracy lost when the
share k of the most important words, of the most attended pairs of words, or
of both is removed. If SRS is far above random removal, the model relies on the
tokens and pairs that its explanations show.

"slices" in the experiment file are groups of texts that are also measured by
themselves, such as "negations": { "contains": ["not", "never"] }; the file
counts as it is now.

Examples:
  $ safr evaluate last
  $ safr evaluate last --rivals
  $ safr evaluate last --rivals --costly-sample 50 --sanity
  $ safr evaluate last --explanations lime.jsonl
  $ safr evaluate 20250131-1402 --split dev --json
  $ safr evaluate last --slices
  $ safr evaluate last --other-data`,
      )
      .action(runEvaluation),
  );
}

async function runEvaluation(run: string, flags: EvaluateFlags): Promise<void> {
  const { split, rivals, costlySample, sanity, explanations, otherData, slices } = flags;
  const directory = await namedRun(flags, run);
  let data: DataSummary | undefined;
  const evaluation = await withProgress(flags, (view) => {
    const onEvent = (event: WorkflowEvent) => {
      if (event.kind === 'data') data = event.summary;
      view?.handle(event);
    };
    const options = { directory, split, ...computeSettings(flags), onEvent };
    if (slices) return evaluateSlices(options);
    return evaluateRun({ ...options, rivals, costlySample, sanity, explanations, otherData });
  });
  const file = evaluationPath(directory, evaluation);
  if (flags.json) printJson('evaluate', { ...evaluationDocument(directory, file, evaluation), data });
  else print('', ...(await evaluationLines(directory, evaluation)), '', `full result  ${place(file)}`);
}
