import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Run } from '../../core/runs/readRun.ts';
import { DataFiles, isDone, runsAmong } from '../../core/sweep/elementRuns.ts';
import { parseSweep, type Sweep } from '../../core/sweep/readSweep.ts';
import { Coalescer } from '../coalescer.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { ExperimentFile, Experiments } from '../experiments/experiments.ts';
import type { Runs } from '../runs/runs.ts';

/** The sweep of an experiment file with the run of each of its elements. */
export interface SweepState {
  readonly sweep: Sweep;
  readonly runs: readonly (Run | null)[];
}

export const doneIn = ({ runs }: SweepState) => runs.filter((run) => run && isDone(run)).length;

/** Changes within so many milliseconds lead to one update. */
const coalescingMs = 250;

/** The state of every sweep of the workspace according to the run directories, kept up to date. */
export class SweepStates implements vscode.Disposable {
  readonly #states = new Map<string, SweepState>();
  readonly #parsed = new Map<string, { readonly text: string; readonly sweep: Sweep | null }>();
  /** Sweeps that are running: used in place of what the file says now. */
  readonly #pinned = new Map<string, Sweep>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #data = new DataFiles();
  readonly #disposables = new DisposableStore();
  readonly #updates = new Coalescer(() => void this.update(), coalescingMs);
  #updating = Promise.resolve();
  /** With the path of an experiment. */
  readonly onDidChange = this.#changed.event;
  private readonly experiments: Experiments;
  private readonly runs: Runs;

  constructor(experiments: Experiments, runs: Runs) {
    this.experiments = experiments;
    this.runs = runs;
    const update = () => this.#updates.schedule();
    this.#disposables.add(this.#changed, this.#updates, experiments.onDidChange(update), runs.onDidChange(update));
    this.#disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(update));
  }

  /** By the path of an experiment; undefined if it has no sweep, or is invalid at the moment. */
  get(path: string): SweepState | undefined {
    return this.#states.get(path);
  }

  /** Paths of the experiments with a sweep. */
  get paths(): readonly string[] {
    return [...this.#states.keys()];
  }

  /** Uses this sweep, however the file changes, until it is unpinned. */
  async pin(path: string, sweep: Sweep): Promise<void> {
    this.#pinned.set(path, sweep);
    await this.update();
  }

  async unpin(path: string): Promise<void> {
    this.#pinned.delete(path);
    await this.update();
  }

  /** Brings all up to date; updates follow one another. */
  update(): Promise<void> {
    const update = this.#updating.then(() => this.#updateAll());
    this.#updating = update.catch(() => undefined); // the next one starts all the same
    return update;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #updateAll(): Promise<void> {
    const files = this.experiments.all;
    const paths = new Set(files.map(({ path }) => path));
    for (const path of this.#states.keys()) if (!paths.has(path)) this.#set(path, undefined);
    for (const path of this.#parsed.keys()) if (!paths.has(path)) this.#parsed.delete(path);
    for (const file of files) this.#set(file.path, await this.#state(file));
  }

  async #state({ path, text, check, runsDirectory }: ExperimentFile): Promise<SweepState | undefined> {
    const sweep = this.#pinned.get(path) ?? this.#sweepOf(path, text, check.experiment !== null);
    if (!sweep) return undefined;
    const own = this.runs.all.filter(({ directory }) => dirname(directory) === runsDirectory).reverse();
    // The data files are those an experiment names: nothing of them is read in a workspace that is not trusted.
    const data = vscode.workspace.isTrusted ? this.#data : null;
    return { sweep, runs: await runsAmong(sweep, own, data) };
  }

  #sweepOf(path: string, text: string, valid: boolean): Sweep | null {
    const cached = this.#parsed.get(path);
    if (cached?.text === text) return cached.sweep;
    const sweep = valid ? parseSweep(text, path) : null;
    this.#parsed.set(path, { text, sweep });
    return sweep;
  }

  #set(path: string, state: SweepState | undefined): void {
    const before = this.#states.get(path);
    if (before?.sweep === state?.sweep && before?.runs.every((run, i) => run === state?.runs[i])) return;
    if (state) this.#states.set(path, state);
    else if (!this.#states.delete(path)) return;
    this.#changed.fire(path);
  }
}
