import { join } from 'node:path';
import { Command } from 'commander';
import { removeLeftovers } from '../../core/runs/leftovers.ts';
import { byStart, eachRun, type RunList } from '../../core/runs/listRuns.ts';
import { valueOf } from '../../core/runs/evaluationSummary.ts';
import { epochsOf, RunReader, type Run } from '../../core/runs/readRun.ts';
import { jsonOption, runsDirectory, runsOption, type RunsFlags } from '../options.ts';
import { colors } from '../output/colors.ts';
import { percent } from '../../common/format.ts';
import { measure, valueText } from '../../core/experiment/measures.ts';
import { place } from '../output/place.ts';
import { note, print, printJson } from '../output/print.ts';
import { table } from '../output/table.ts';

export function runsCommand(): Command {
  return new Command('runs')
    .summary('list the runs')
    .description('Lists the runs, oldest first: the progress of each and the results of its evaluation.')
    .addOption(runsOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Stopped (by Ctrl-C), interrupted (killed) and failed runs can be resumed:
safr train --resume ID. Test accuracy, SRS and the monosemantic share come from
\`safr evaluate ID\`; without an evaluation they are dashes.`,
    )
    .action(printRuns);
}

async function printRuns(flags: RunsFlags & { readonly json?: boolean }): Promise<void> {
  const folder = runsDirectory(flags);
  await removeLeftovers(folder);
  const reader = new RunReader();
  const rows: (Pick<Run, 'record'> & { readonly figures: Figures })[] = [];
  const unreadable: Unreadable[] = [];
  for await (const { id, run, problem } of eachRun(folder, reader)) {
    if (!run) unreadable.push({ id, problem });
    else {
      rows.push({ record: run.record, figures: figuresOf(run) });
      reader.forget(run.directory);
    }
  }
  const figures = rows.sort(byStart).map((row) => row.figures);
  if (flags.json) return printJson([...figures, ...unreadable.map((run) => unreadableFigures(folder, run))]);
  for (const { problem } of unreadable) note(`cannot be read: ${problem.message}`);
  if (figures.length === 0) return note(`no runs in ${place(folder)} yet; \`safr train FILE\` creates one`);
  const header = ['run', 'state', 'epochs', 'dev', 'test', 'SRS(0.3)', 'monosemantic'].map((name) => colors.bold(name));
  print(...table([header, ...figures.map(cells)], 'llrrrrr'));
}

type Figures = ReturnType<typeof figuresOf>;
type Unreadable = RunList['unreadable'][number];

function unreadableFigures(folder: string, { id, problem }: Unreadable) {
  return { id, directory: join(folder, id), state: 'unreadable', reason: problem.message };
}

function figuresOf(run: Run) {
  const { id, directory, status, record, summary } = run;
  return {
    id,
    directory,
    state: status,
    reason: record.reason,
    epochs: epochsOf(run),
    best: record.best,
    testAccuracy: summary && valueOf(summary, 'accuracy'),
    srs: summary && valueOf(summary, 'srs', 0.3),
    monosemanticShare: summary && valueOf(summary, 'monosemanticShare'),
  };
}

function cells({ id, state, epochs, best, testAccuracy, srs, monosemanticShare }: Figures) {
  return [
    id,
    stateColors[state](state),
    String(epochs),
    percent(best?.accuracy),
    percent(testAccuracy),
    valueText(measure('srs'), srs),
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
