import { Command, Help, Option } from 'commander';
import { measuredText } from '../../core/comparison/judge.ts';
import type { RunCheck } from '../../core/comparison/checkRun.ts';
import { measuresFor, type Measure } from '../../core/experiment/measures.ts';
import { checkExpectations } from '../../core/workflow/checkExpectations.ts';
import { exitCodes } from '../exitCodes.ts';
import { namedRun } from '../namedRun.ts';
import { jsonOption, runsDirectory, runsOption, type RunsFlags } from '../options.ts';
import { colors } from '../output/colors.ts';
import { warningLines } from '../output/findings.ts';
import { note, print, printJson } from '../output/print.ts';
import { table } from '../output/table.ts';

interface CheckFlags extends RunsFlags {
  readonly run?: string;
  readonly json?: boolean;
}

export function checkCommand(): Command {
  return new Command('check')
    .summary('check whether a run meets the expectations of its experiment')
    .description(
      'Checks the `expect` block of an experiment file on its newest evaluated run, one with the settings of the file if there is one. ' +
        'Exits with code 1 if an expectation is not met, or if the run has other settings than the file.',
    )
    .argument('<file>', 'the experiment file')
    .addOption(
      new Option('--run <run>', 'the run to check: its id, the beginning of it, its name, `last`, or its folder'),
    )
    .addOption(runsOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
In the experiment file:
  "expect": { "accuracy": ">= 0.72", "srs@0.3": ">= 10", "deadNeurons": "<= 0" }

Shares are between 0 and 1, SRS is in percentage points of accuracy at a k of
evaluation.fractions:
${measuresFor('expect').map(nameAndHelp).join('\n')}

Measures of a slice follow its name, those of SRS at evaluation.headline:
  "expect": { "negations/accuracy": ">= 0.6", "negations/srs@0.3": ">= 5" }

Examples:
  $ safr train mails.safr.json --evaluate && safr check mails.safr.json
  $ safr check mails.safr.json --run 20250131-1402 --json`,
    )
    .action(printCheck);
}

/** The name in a column of its own, the help wrapped beside it: 80 columns in all. */
function nameAndHelp({ id, perFraction, help }: Measure): string {
  const nameWidth = 22;
  const lines = new Help().boxWrap(help, 80 - nameWidth).split('\n');
  const [first, ...rest] = lines;
  return [
    `  ${perFraction ? `${id}@k` : id}`.padEnd(nameWidth) + first,
    ...rest.map((line) => ' '.repeat(nameWidth) + line),
  ].join('\n');
}

async function printCheck(file: string, flags: CheckFlags): Promise<void> {
  const run = flags.run === undefined ? undefined : await namedRun(flags, flags.run);
  const check = await checkExpectations(file, runsDirectory(flags), run);
  const { verdicts, otherSettings } = check;
  const ok = verdicts.every((verdict) => verdict.ok) && otherSettings.length === 0;
  if (!ok) process.exitCode = exitCodes.failure;
  const dataWarnings = check.run.data?.summary?.warnings ?? [];
  if (flags.json) {
    const { id, directory } = check.run;
    return printJson('check', { run: id, directory, ok, otherSettings, dataWarnings, expectations: verdicts });
  }
  note(...warningLines(dataWarnings));
  print(`run ${check.run.id}`, ...table(check.verdicts.map(cells), 'llll', { header }));
  if (otherSettings.length > 0) {
    print(`${colors.red('fails')}: the run has other settings than the file now: ${otherSettings.join(', ')}`);
    note(`To train with those of the file: safr train ${file} --evaluate`);
  }
}

const header = ['', 'measure', 'expected', 'measured'].map((name) => colors.bold(name));

function cells(verdict: RunCheck['verdicts'][number]): string[] {
  const { ok, name, expected } = verdict;
  return [ok ? colors.green('ok') : colors.red('fails'), name, expected, measuredText(verdict)];
}
