import { join } from 'node:path';
import { Command } from 'commander';
import { removeLeftovers } from '../../core/runs/leftovers.ts';
import { byStart, eachRun, type RunList } from '../../core/runs/listRuns.ts';
import { runNames, type NamedRun } from '../../core/comparison/runNames.ts';
import { valueOf } from '../../core/runs/evaluationSummary.ts';
import { epochsOf, RunReader, type Run } from '../../core/runs/readRun.ts';
import { jsonOption, runsDirectory, runsOption, type RunsFlags } from '../options.ts';
import type { ListedRun } from '../output/documents.ts';
import { colors } from '../output/colors.ts';
import { percent } from '../../common/format.ts';
import { printable } from '../../common/printable.ts';
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
safr train --resume ID. The name is the one that you gave the run, else how its
settings differ from those of the other runs of its experiment. Every command
finds a run by the name that you gave it. Test accuracy, SRS and the
monosemantic share per text (among the neurons that a text uses) come from
\`safr evaluate ID\`; without an evaluation they are dashes.`,
    )
    .action(printRuns);
}

async function printRuns(flags: RunsFlags & { readonly json?: boolean }): Promise<void> {
  const folder = runsDirectory(flags);
  await removeLeftovers(folder);
  const reader = new RunReader();
  const rows: Row[] = [];
  const unreadable: Unreadable[] = [];
  for await (const { id, run, problem } of eachRun(folder, reader)) {
    if (!run) unreadable.push({ id, problem });
    else {
      const { experiment, experimentPath, notes, record } = run;
      rows.push({ id, experiment, experimentPath, notes, record, figures: figuresOf(run) });
      reader.forget(run.directory);
    }
  }
  const names = namesOf(rows.sort(byStart));
  const figures = rows.map((row) => row.figures);
  if (flags.json) {
    const withReasons = unreadable.map(({ id, problem }) => ({
      run: id,
      directory: join(folder, id),
      reason: problem.message,
    }));
    return printJson('runs', { runs: figures, unreadable: withReasons });
  }
  for (const { problem } of unreadable) note(`cannot be read: ${problem.message}`);
  if (figures.length === 0) return note(`no runs in ${place(folder)} yet; \`safr train FILE\` creates one`);
  const header = ['run', 'name or difference', 'state', 'epochs', 'dev', 'test', 'SRS(0.3)', 'mono per text'].map(
    (name) => colors.bold(name),
  );
  print(
    ...table(
      figures.map((row, i) => cells(row, names[i]!)),
      'lllrrrrr',
      { header },
    ),
  );
}

/** What is kept of each run: thousands of whole ones would take hundreds of megabytes. */
interface Row extends NamedRun, Pick<Run, 'experimentPath'> {
  readonly figures: ListedRun;
}

/** Each run is named among those of its experiment. */
function namesOf(rows: readonly Row[]): string[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.experimentPath);
    if (group) group.push(row);
    else groups.set(row.experimentPath, [row]);
  }
  const names = new Map<Row, string>();
  for (const group of groups.values()) runNames(group).forEach((name, i) => names.set(group[i]!, name));
  return rows.map((row) => names.get(row)!);
}

type Unreadable = RunList['unreadable'][number];

function figuresOf(run: Run): ListedRun {
  const { id, directory, status, record, summary, notes } = run;
  return {
    run: id,
    directory,
    ...notes,
    state: status,
    reason: record.reason,
    epochs: epochsOf(run),
    best: record.best,
    testAccuracy: summary && valueOf(summary, 'accuracy'),
    srs: summary && valueOf(summary, 'srs', 0.3),
    monosemanticShare: summary && valueOf(summary, 'monosemanticShare'),
  };
}

function cells({ run, state, epochs, best, testAccuracy, srs, monosemanticShare }: ListedRun, name: string) {
  return [
    run,
    printable(name),
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
