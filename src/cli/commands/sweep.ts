import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { Ends } from '../../client/slurm/following.ts';
import { runOnSlurm } from '../../client/slurm/runOnSlurm.ts';
import { slurmFolder } from '../../client/slurm/submitted.ts';
import type { Resources } from '../../client/slurm/resources.ts';
import type { ElementProgram } from '../../client/sweep/elementProcess.ts';
import { runElements } from '../../client/sweep/runElements.ts';
import { fetchArchive } from '../../core/dataset/dataset.ts';
import { atomicWrite } from '../../common/atomicWrite.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { isDone, runsOf } from '../../core/sweep/elementRuns.ts';
import { paretoPlot } from '../../core/sweep/paretoPlot.ts';
import { claimSweep, writePlan } from '../../core/sweep/plan.ts';
import { readSweep, valueText, type Sweep } from '../../core/sweep/readSweep.ts';
import { runElement } from '../../core/workflow/runElement.ts';
import { summarize, type Summary } from '../../core/sweep/summary.ts';
import { sweepTables, tableFormats, tableText, type TableFormat } from '../../core/sweep/tables.ts';
import { openDevice } from '../../engine/openDevice.ts';
import { UserError } from '../../common/userError.ts';
import { exitCodes } from '../exitCodes.ts';
import { interruptSignal } from '../interrupt.ts';
import {
  dataOption,
  deviceOption,
  jsonEventsOption,
  runsDirectory,
  runsOption,
  threadsOption,
  wholeNumber,
  type ComputeFlags,
} from '../options.ts';
import { colors } from '../output/colors.ts';
import { place } from '../output/place.ts';
import { note, print, printEvent } from '../output/print.ts';
import { table } from '../output/table.ts';
import { cancelOnSlurm } from '../sweep/cancelOnSlurm.ts';
import { resourcesOf, type SlurmFlags } from '../sweep/slurmFlags.ts';
import { SweepView } from '../sweep/sweepView.ts';
import { reportToParent } from '../sweep/reportToParent.ts';
import { version } from '../version.ts';

export interface SweepFlags extends ComputeFlags, SlurmFlags {
  readonly jobs?: number;
  readonly cache?: string;
  readonly dryRun?: boolean;
  readonly table?: TableFormat;
  readonly pareto?: string;
  readonly compare?: string;
  readonly element?: number;
}

export function sweepCommand(): Command {
  return new Command('sweep')
    .summary('train every combination of a grid of values')
    .description(
      'Trains and evaluates every combination of the values in the `sweep` of an experiment file, several at a time, and prints ' +
        'means with intervals. Finished elements are kept, interrupted ones are continued, even after a kill.',
    )
    .argument('<file>', 'experiment file (*.safr.json) with a "sweep"')
    .option('--jobs <n>', 'elements at a time (default: one per core)', wholeNumber(1, 1024))
    .option(
      '--cores <n>',
      'cores to use in total (default: all); with --slurm, per element (default: 1)',
      wholeNumber(1, 1024),
    )
    .option('--slurm', 'run the elements as a job array on Slurm and follow them')
    .option('--partition <name>', "the cluster's partition (default: Slurm's)")
    .option('--time <limit>', 'time limit of an element in the format of Slurm: 90, 2:00:00, 1-12 …')
    .option('--gpus <n>', 'GPUs of an element, or type:n')
    .option('--account <name>', "account to charge (default: Slurm's)")
    .option('--cancel', "cancel the sweep's remaining jobs on the cluster")
    .option('--dry-run', 'list the elements with their states; run nothing')
    .addOption(
      new Option('--table <format>', 'print a table of the finished elements; run nothing')
        .choices(tableFormats)
        .conflicts('json'),
    )
    .option('--pareto <file>', 'plot accuracy and SRS of the finished elements as SVG; run nothing')
    .option('--compare <field>', 'test the differences between the values of this field (default: safr.preset)')
    .addOption(dataOption())
    .addOption(deviceOption())
    .addOption(threadsOption().hideHelp()) // of one element
    .addOption(new Option('--cache <dir>', 'folder of downloaded archives').hideHelp())
    .addOption(runsOption())
    .addOption(jsonEventsOption())
    .addOption(
      new Option('--element <n>', 'run one element; <file> is then a plan').argParser(wholeNumber(1, 1000)).hideHelp(),
    )
    .addHelpText(
      'after',
      `
In the experiment file, any field by its dotted path:
  "sweep": { "safr.preset": ["plain", "safr"], "seed": [1, 2, 3] }

Examples:
  $ safr sweep mails.safr.json --dry-run
  $ safr sweep mails.safr.json --jobs 2      Ctrl-C stops; rerun it to continue
  $ safr sweep mails.safr.json --table latex > table.tex
  $ safr sweep mails.safr.json --pareto pareto.svg
  $ safr sweep mails.safr.json --slurm --time 2:00:00
                                             Ctrl-C leaves it running; rerun it
                                             to follow again, --cancel ends it

Every element is a run: \`safr runs\` lists it. The next call trains failed
elements again; the exit code is 1 as long as there are any.`,
    )
    .action(sweep);
}

async function sweep(file: string, flags: SweepFlags): Promise<void> {
  if (flags.element !== undefined) return oneElement(file, flags.element, flags);
  if (flags.cancel) return cancelOnSlurm(file, runsDirectory(flags), flags.json ?? false);
  const resources = resourcesOf(flags);
  const sweep = readSweep(file);
  checkCompared(sweep, flags.compare);
  if (flags.dryRun) return listElements(sweep, await runsNow(sweep, flags), flags.json);
  if (flags.table ?? flags.pareto)
    return exportResult(summarize(sweep.elements, await runsNow(sweep, flags), flags.compare), flags);
  await runSweep(file, sweep, flags, resources);
}

const runsNow = (sweep: Sweep, flags: SweepFlags) => runsOf(sweep, runsDirectory(flags));

async function oneElement(plan: string, number: number, flags: SweepFlags): Promise<void> {
  const { data: dataDir, cache: cacheDir, device, threads } = flags;
  const signal = interruptSignal('stopping after this step; what is trained is kept.');
  const place = { runsDirectory: runsDirectory(flags), dataDir, cacheDir, device, threads };
  const state = await runElement({ plan, number, ...place, openDevice, signal, version, ...reportToParent() });
  if (state === 'stopped') process.exitCode = exitCodes.interrupted;
}

/** `resources`: per element on the cluster; null: the sweep runs on this machine. */
async function runSweep(file: string, sweep: Sweep, flags: SweepFlags, resources: Resources | null): Promise<void> {
  const signal = interruptSignal(
    resources
      ? 'no longer following; the jobs on the cluster continue.'
      : 'stopping; what is trained is kept. Ctrl-C again exits immediately.',
  );
  const plan = await writePlan(sweep, resolve(runsDirectory(flags)));
  const claim = resources ? null : await claimSweep(plan);
  const before = await runsNow(sweep, flags);
  const done = before.map((run) => run !== null && isDone(run));
  const pending = done.flatMap((finished, i) => (finished ? [] : [i + 1]));
  const view = new SweepView(sweep.elements, done, flags.json ?? false);
  signal.addEventListener('abort', view.startBelow);
  const running = { sweep, plan, pending, signal, view, flags };
  const ends = await (resources ? onCluster(running, resources) : onThisMachine(running)).finally(async () => {
    view.close();
    await claim?.release();
  });
  const summary = summarize(sweep.elements, await runsNow(sweep, flags), flags.compare);
  if (flags.json) printEvent({ kind: 'summary', ...summary });
  else if (summary.done > 0) printTables(summary);
  if (signal.aborted) {
    note(
      resources
        ? `To follow again: safr sweep ${file} --slurm; to cancel: safr sweep ${file} --cancel`
        : `To continue: safr sweep ${file}`,
    );
    process.exitCode = exitCodes.interrupted;
  } else if (ends.failed + ends.stopped > 0) {
    const what = [
      ends.failed > 0 ? `${ends.failed} failed` : [],
      ends.stopped > 0 ? `${ends.stopped} were cancelled` : [],
    ];
    note(`Of ${sweep.elements.length} elements ${what.flat().join(', ')}; the same command tries them again.`);
    process.exitCode = exitCodes.failure;
  }
}

interface Running {
  readonly sweep: Sweep;
  readonly plan: string;
  /** Numbers of the elements that are not done, from 1. */
  readonly pending: readonly number[];
  readonly signal: AbortSignal;
  readonly view: SweepView;
  readonly flags: SweepFlags;
}

async function onThisMachine({ plan, pending, signal, view, flags }: Running): Promise<Ends> {
  const cores = flags.cores ?? availableParallelism();
  const jobs = Math.min(flags.jobs ?? cores, Math.max(1, pending.length));
  const program = programOf(plan, flags, Math.max(1, Math.floor(cores / jobs)));
  return { failed: await runElements({ program, pending, jobs, signal, listener: view }), stopped: 0 };
}

async function onCluster({ sweep, plan, pending, signal, view, flags }: Running, resources: Resources): Promise<Ends> {
  if (pending.length === 0) return { failed: 0, stopped: 0 };
  await fetchArchives(sweep, flags, signal);
  return runOnSlurm({
    ...{ sweep, pending, resources, signal, jobs: flags.jobs, listener: view },
    folder: slurmFolder(plan),
    runsDirectory: runsDirectory(flags),
    program: programOf(plan, flags, resources.cores),
  });
}

/** Archives are downloaded here: the nodes of a cluster seldom have internet access. */
async function fetchArchives({ elements, experimentPath }: Sweep, { data: dataDir }: SweepFlags, signal: AbortSignal) {
  const baseDir = dirname(experimentPath);
  const sources = new Map(elements.map(({ experiment }) => [JSON.stringify(experiment.dataset), experiment]));
  for (const experiment of sources.values()) await fetchArchive(experiment, { baseDir, dataDir, signal });
}

function programOf(plan: string, flags: SweepFlags, threads: number): ElementProgram {
  const args = [plan, ...shared(flags), '--threads', String(threads)];
  return { script: process.argv[1]!, execArgv: process.execArgv, args };
}

/** The options that each element needs again. */
function shared({ data, device, ...flags }: SweepFlags): string[] {
  return [
    ...['--runs', resolve(runsDirectory(flags))],
    ...(data === undefined ? [] : ['--data', resolve(data)]),
    ...(device === undefined ? [] : ['--device', device]),
  ];
}

function listElements({ elements }: Sweep, runs: readonly (Run | null)[], json = false): void {
  const listed = elements.map(({ settings }, i) => {
    const run = runs[i] ?? null;
    return { number: i + 1, settings, state: stateOf(run), run: run && run.id };
  });
  if (json) return printEvent({ kind: 'elements', elements: listed });
  const fields = Object.keys(elements[0]!.settings);
  const rows = listed.map(({ number, settings, state, run }) => {
    return [String(number), ...fields.map((field) => valueText(settings[field])), state, run ?? ''];
  });
  const header = ['', ...fields, 'state', 'run'].map((name) => colors.bold(name));
  print(...table(rows, `r${'l'.repeat(fields.length + 2)}`, { header }));
}

function stateOf(run: Run | null): string {
  if (!run) return 'waiting';
  if (isDone(run)) return 'done';
  return run.status === 'finished' ? 'not evaluated' : run.status;
}

async function exportResult(summary: Summary, flags: SweepFlags): Promise<void> {
  if (summary.done < summary.of) note(`${summary.done} of ${summary.of} elements are done`);
  if (flags.table) process.stdout.write(tableText(summary, flags.table));
  if (!flags.pareto) return;
  await atomicWrite(flags.pareto, paretoPlot(summary));
  if (flags.json) printEvent({ kind: 'plot', file: resolve(flags.pareto), done: summary.done, of: summary.of });
  else note(`wrote ${place(flags.pareto)}`);
}

function printTables(summary: Summary): void {
  for (const { title, header, align, rows } of sweepTables(summary)) {
    print('', colors.dim(title), ...table(rows, align, { header: header.map((name) => colors.bold(name)) }));
  }
}

function checkCompared({ elements }: Sweep, compare: string | undefined): void {
  const fields = Object.keys(elements[0]!.settings).filter((field) => field !== 'seed');
  if (compare === undefined || fields.includes(compare)) return;
  const allowed = fields.join(', ') || 'none: it has seeds only';
  throw new UserError(`--compare is "${compare}"; allowed: ${allowed}`, 'Name a field of the sweep.');
}
