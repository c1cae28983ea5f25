import { Command } from 'commander';
import { listRuns } from '../../core/runs/listRuns.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { summaryOf } from '../../core/runs/evaluationFile.ts';
import { jsonOption, runsDirectory, runsOption, type RunsFlags } from '../options.ts';
import { colors } from '../output/colors.ts';
import { decimals, percent } from '../../common/format.ts';
import { place } from '../output/place.ts';
import { note, print, printJson } from '../output/print.ts';
import { table } from '../output/table.ts';

export function runsCommand(): Command {
  return new Command('runs')
    .summary('list what was trained')
    .description('Lists the runs, oldest first: the progress of each and the results of its evaluation.')
    .addOption(runsOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Runs that are stopped (by Ctrl-C), interrupted (killed) or failed can be resumed:
safr train --resume ID. Test accuracy, SRS and the monosemantic share are those
of \`safr evaluate ID\`; before that they are dashes.`,
    )
    .action(printRuns);
}

async function printRuns(flags: RunsFlags & { readonly json?: boolean }): Promise<void> {
  const folder = runsDirectory(flags);
  const { runs, unreadable } = await listRuns(folder);
  const figures = runs.map(figuresOf);
  if (flags.json) return printJson(figures);
  for (const { problem } of unreadable) note(`not readable: ${problem.message}`);
  if (runs.length === 0) return note(`no runs in ${place(folder)} yet; \`safr train FILE\` makes one`);
  const header = ['run', 'state', 'epochs', 'dev', 'test', 'SRS(0.3)', 'monosemantic'].map((name) => colors.bold(name));
  print(...table([header, ...figures.map(cells)], 'llrrrrr'));
}

function figuresOf({ id, directory, status, record, metrics, evaluation }: Run) {
  const summary = summaryOf(evaluation);
  return {
    id,
    directory,
    state: status,
    reason: record.reason,
    epochs: metrics.filter(({ kind }) => kind === 'epoch').length,
    best: record.best,
    testAccuracy: summary?.classification.accuracy ?? null,
    srs: summary?.srs.curve.find(({ k }) => k === 0.3)?.both?.srs ?? null,
    monosemanticShare: summary?.neurons.perInput.monosemanticShare ?? null,
  };
}

function cells({ id, state, epochs, best, testAccuracy, srs, monosemanticShare }: ReturnType<typeof figuresOf>) {
  return [
    id,
    stateColors[state](state),
    String(epochs),
    percent(best?.accuracy),
    percent(testAccuracy),
    decimals(srs, 1),
    percent(monosemanticShare),
  ];
}

const stateColors: Readonly<Record<Run['status'], (text: string) => string>> = {
  running: colors.cyan,
  finished: colors.green,
  stopped: colors.yellow,
  interrupted: colors.yellow,
  failed: colors.red,
};
