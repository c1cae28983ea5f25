import { availableParallelism, constants } from 'node:os';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { ElementProgram } from '../../client/sweep/elementProcess.ts';
import { cancel } from '../../client/slurm/cancel.ts';
import { runOnSlurm } from '../../client/slurm/runOnSlurm.ts';
import { slurmFolder, type SlurmFolder } from '../../client/slurm/submitted.ts';
import { runElements } from '../../client/sweep/runElements.ts';
import { fetchArchive } from '../../core/dataset/dataset.ts';
import { isDone } from '../../core/sweep/elementRuns.ts';
import { claimSweep, writePlan } from '../../core/sweep/plan.ts';
import { readSweep, type Element, type Sweep } from '../../core/sweep/readSweep.ts';
import type { CommandLine } from '../compute/programs.ts';
import { checkTrusted } from '../compute/trust.ts';
import { DisposableStore } from '../disposableStore.ts';
import { runsDirectoryOf, saveExperiment, type Experiments } from '../experiments/experiments.ts';
import { reportError } from '../reportError.ts';
import type { Runs } from '../runs/runs.ts';
import { settings } from '../settings.ts';
import { clusterResources, queuedElements } from './cluster.ts';
import { elementView, type ElementView, type Live } from './elementView.ts';
import { RunningSweep } from './runningSweep.ts';
import { sweepEnd, type SweepMessage, type SweepOffer } from './sweepEnd.ts';
import { SweepStates, type SweepState } from './sweepStates.ts';

/** The sweeps of the workspace: the state of each, whoever runs it, and those that this window runs, at most one per experiment. */
export class Sweeps implements vscode.Disposable {
  readonly #states: SweepStates;
  readonly #running = new Map<string, RunningSweep>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #disposables = new DisposableStore();
  /** Paths of those that are running or about to. */
  readonly #busy = new Set<string>();
  /** Elements that failed in their last run, by `keyOf`. */
  readonly #failures = new Map<string, Live>();
  /** With the path of an experiment. */
  readonly onDidChange = this.#changed.event;
  private readonly experiments: Experiments;
  private readonly runs: Runs;
  private readonly commandLine: CommandLine;
  private readonly log: vscode.LogOutputChannel;

  constructor(experiments: Experiments, runs: Runs, commandLine: CommandLine, log: vscode.LogOutputChannel) {
    this.experiments = experiments;
    this.runs = runs;
    this.commandLine = commandLine;
    this.log = log;
    this.#states = new SweepStates(experiments, runs);
    this.#disposables.add(
      this.#states,
      this.#changed,
      this.#states.onDidChange((path) => this.#changed.fire(path)),
    );
  }

  /** Paths of the experiments with a sweep. */
  get paths(): readonly string[] {
    return this.#states.paths;
  }

  /** Paths of those that this window runs. */
  get runningPaths(): readonly string[] {
    return [...this.#running.keys()];
  }

  get(path: string): SweepState | undefined {
    return this.#states.get(path);
  }

  running(path: string): RunningSweep | undefined {
    return this.#running.get(path);
  }

  /** The state of each element, in their order; none if the experiment has no sweep. */
  elements(path: string): ElementView[] {
    const live = this.#running.get(path)?.live;
    const { sweep, runs = [] } = this.get(path) ?? {};
    return runs.map((run, i) =>
      elementView(run, live?.get(i + 1) ?? this.#failures.get(keyOf(path, sweep!.elements[i]!))),
    );
  }

  /** Brings the states up to date with the experiments and runs that have been read. */
  update(): Promise<void> {
    return this.#states.update();
  }

  /** Runs the elements that are not done. Resolves when it has ended, also if it failed: the user sees a message. */
  async run(path: string): Promise<void> {
    await this.#exclusively(path, async () => ((await saveExperiment(path)) ? this.#run(path) : null));
  }

  /** The same on the cluster, and follows it there. */
  async runOnCluster(path: string): Promise<void> {
    await this.#exclusively(path, async () => ((await saveExperiment(path)) ? this.#runOnCluster(path) : null));
  }

  /** Follows what an earlier window submitted to the cluster's queue. */
  async followAgain(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    await this.#states.update();
    for (const path of this.paths) {
      const queued = await queuedElements(this.get(path)!.sweep, runsDirectoryOf(vscode.Uri.file(path)));
      if (queued.length > 0) void this.#exclusively(path, () => this.#runOnCluster(path, queued));
    }
  }

  /** Does `work` unless the sweep is busy, then shows what it returns: the user may run the sweep again from there. */
  async #exclusively(path: string, work: () => Promise<SweepMessage | null>): Promise<void> {
    if (this.#busy.has(path)) return;
    this.#busy.add(path);
    let message: SweepMessage | null = null;
    try {
      checkTrusted();
      message = await work();
    } catch (error) {
      if (!this.#disposables.isDisposed) void reportError(this.log, `Sweep of ${this.experiments.nameOf(path)}`, error);
    } finally {
      this.#busy.delete(path);
    }
    if (message && !this.#disposables.isDisposed) void this.#announce(path, message);
  }

  /** Stops the running elements, which keep what is trained. On a cluster, asks whether the jobs are to be cancelled too. */
  async stop(path: string): Promise<void> {
    const running = this.#running.get(path);
    if (!running?.folder) return running?.stop();
    const [jobs, following] = ['Cancel the Jobs', 'Only Stop Following'] as const;
    const message = `Sweep of ${this.experiments.nameOf(path)}: cancel its jobs on the cluster? What is trained is kept.`;
    const choice = await vscode.window.showInformationMessage(message, jobs, following);
    if (choice === following) running.stop();
    else if (choice === jobs) await this.#cancel(path, running.folder); // following sees them end
  }

  dispose(): void {
    this.#disposables.dispose();
    for (const sweep of this.#running.values()) sweep.dispose();
  }

  async #run(path: string): Promise<SweepMessage> {
    const sweep = readSweep(path);
    const plan = await writePlan(sweep, runsDirectoryOf(vscode.Uri.file(path)));
    const claim = await claimSweep(plan);
    try {
      await this.#states.pin(path, sweep);
      const pending = (this.get(path)?.runs ?? []).flatMap((run, i) => (run && isDone(run) ? [] : [i + 1]));
      const { sweepJobs } = settings(vscode.Uri.file(path));
      const jobs = Math.min(sweepJobs ?? availableParallelism(), Math.max(1, pending.length));
      const program = this.#program(path, plan, jobs);
      const running = new RunningSweep({ sweep, pending, jobs, folder: null, onEnd: () => this.#refresh() });
      return await this.#follow(path, running, async () => {
        await runElements({ program, pending, jobs, signal: running.signal, listener: running });
      });
    } finally {
      await claim.release();
      if (!this.#disposables.isDisposed) await this.#states.unpin(path);
    }
  }

  /** `only`: the elements to follow, which are in the queue already; without it, all that are not done are submitted. */
  async #runOnCluster(path: string, only?: readonly number[]): Promise<SweepMessage> {
    const sweep = readSweep(path);
    const uri = vscode.Uri.file(path);
    const resources = clusterResources(uri);
    await this.#states.pin(path, sweep);
    try {
      const left = (this.get(path)?.runs ?? []).flatMap((run, i) => (run && isDone(run) ? [] : [i + 1]));
      const pending = only ? left.filter((number) => only.includes(number)) : left;
      const runsDirectory = runsDirectoryOf(uri);
      const plan = await writePlan(sweep, runsDirectory);
      const folder = slurmFolder(plan);
      const program = this.#program(path, plan, availableParallelism());
      const running = new RunningSweep({ sweep, pending, jobs: null, folder, onEnd: () => this.#refresh() });
      const following = { sweep, pending, resources, runsDirectory, program, folder, signal: running.signal };
      return await this.#follow(path, running, async () => {
        if (!only) await this.#fetchArchives(sweep, uri, running.signal);
        if (pending.length > 0) await runOnSlurm({ ...following, listener: running });
      });
    } finally {
      if (!this.#disposables.isDisposed) await this.#states.unpin(path);
    }
  }

  /** Archives are downloaded here: the nodes of a cluster seldom have internet access. */
  async #fetchArchives({ elements, experimentPath }: Sweep, uri: vscode.Uri, signal: AbortSignal): Promise<void> {
    const { cacheDir } = settings(uri);
    const sources = new Map(elements.map(({ experiment }) => [JSON.stringify(experiment.dataset), experiment]));
    for (const experiment of sources.values()) {
      await fetchArchive(experiment, { baseDir: dirname(experimentPath), cacheDir, signal });
    }
  }

  async #cancel(path: string, folder: SlurmFolder): Promise<void> {
    try {
      const { jobs } = await cancel(folder);
      this.log.info(`Sweep of ${this.experiments.nameOf(path)}: cancelled ${jobs.join(', ')}`);
    } catch (error) {
      void reportError(this.log, `Sweep of ${this.experiments.nameOf(path)}`, error);
    }
  }

  /** Registers a sweep as running during `work`; returns how it ended. */
  async #follow(path: string, running: RunningSweep, work: () => Promise<void>): Promise<SweepMessage> {
    running.onDidChange(() => this.#changed.fire(path));
    this.#running.set(path, running);
    for (const element of running.sweep.elements) this.#failures.delete(keyOf(path, element));
    this.#changed.fire(path);
    try {
      await work().catch((error: unknown) => {
        if (!running.signal.aborted) throw error; // else the user stopped it, for example during a download
      });
      await this.#refresh();
      return endOf(this.experiments.nameOf(path), this.elements(path), running);
    } finally {
      this.#running.delete(path);
      for (const [number, live] of running.live) {
        if (live.state === 'failed') this.#failures.set(keyOf(path, running.sweep.elements[number - 1]!), live);
      }
      running.dispose();
      if (!this.#disposables.isDisposed) this.#changed.fire(path);
    }
  }

  async #refresh(): Promise<void> {
    if (this.#disposables.isDisposed) return;
    await this.runs.poll();
    await this.#states.update();
  }

  #program(path: string, plan: string, jobs: number): ElementProgram {
    const { device, threads, cacheDir } = settings(vscode.Uri.file(path));
    const own = threads ?? Math.max(1, Math.floor(availableParallelism() / jobs));
    const args = [
      plan,
      ...['--runs', runsDirectoryOf(vscode.Uri.file(path)), '--threads', String(own)],
      ...(device === undefined ? [] : ['--device', device]),
      ...(cacheDir === undefined ? [] : ['--cache', cacheDir]),
    ];
    // Below the editor's priority: a training must not slow it down.
    return { ...this.commandLine, execArgv: [], args, priority: constants.priority.PRIORITY_BELOW_NORMAL };
  }

  async #announce(path: string, { severity, text, offers }: SweepMessage): Promise<void> {
    this.log.info(text);
    const show = severity === 'error' ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
    const choice = await show<SweepOffer>(text, ...offers);
    if (choice === undefined) return;
    if (choice === 'Open Sweep') await vscode.commands.executeCommand('safr.openSweep', { experiment: path });
    else await this.run(path);
  }
}

function endOf(title: string, elements: readonly ElementView[], { signal, folder }: RunningSweep): SweepMessage {
  return sweepEnd(title, elements, signal.aborted, folder !== null);
}

const keyOf = (path: string, { settings }: Element) => JSON.stringify([path, settings]);
