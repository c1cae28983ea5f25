import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Run } from '../../core/runs/readRun.ts';
import { DataFiles, isDone, runsAmong } from '../../core/sweep/elementRuns.ts';
import { parseSweep, type Sweep } from '../../core/sweep/readSweep.ts';
import type { ExperimentFile, Experiments } from '../experiments/experiments.ts';
import type { Runs } from '../runs/runs.ts';

/** The sweep of an experiment file, and the run of each of its elements. */
export interface SweepState {
  readonly sweep: Sweep;
  readonly runs: readonly (Run | null)[];
}

export const doneIn = ({ runs }: SweepState) => runs.filter((run) => run && isDone(run)).length;

/** Milliseconds within which changes are one. */
const within = 250;

/** Where the sweeps of the workspace stand by what the run directories hold, kept up to date. */
export class SweepStates implements vscode.Disposable {
  readonly #states = new Map<string, SweepState>();
  readonly #parsed = new Map<string, { readonly text: string; readonly sweep: Sweep | null }>();
  /** Sweeps that stand in for those of the files, whose runs go. */
  readonly #held = new Map<string, Sweep>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #data = new DataFiles();
  readonly #subscriptions: vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;
  #looking = Promise.resolve();
  /** With the path of an experiment. */
  readonly onDidChange = this.#changed.event;
  private readonly experiments: Experiments;
  private readonly runs: Runs;

  constructor(experiments: Experiments, runs: Runs) {
    this.experiments = experiments;
    this.runs = runs;
    const soon = () => this.#soon();
    this.#subscriptions = [this.#changed, experiments.onDidChange(soon), runs.onDidChange(soon)];
  }

  /** By the path of an experiment; undefined where it has no sweep, or is no experiment just now. */
  get(path: string): SweepState | undefined {
    return this.#states.get(path);
  }

  /** Paths of the experiments with a sweep. */
  get paths(): readonly string[] {
    return [...this.#states.keys()];
  }

  /** Keeps to this sweep, whatever becomes of the file, until it is let go. */
  async hold(path: string, sweep: Sweep): Promise<void> {
    this.#held.set(path, sweep);
    await this.look();
  }

  async letGo(path: string): Promise<void> {
    this.#held.delete(path);
    await this.look();
  }

  /** Brings all up to date; looks follow one another. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#lookAtAll());
    return this.#looking;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.look();
    }, within);
  }

  async #lookAtAll(): Promise<void> {
    const files = this.experiments.all;
    const paths = new Set(files.map(({ path }) => path));
    for (const path of this.#states.keys()) if (!paths.has(path)) this.#set(path, undefined);
    for (const file of files) this.#set(file.path, await this.#state(file));
  }

  async #state({ path, text, check, runsDirectory }: ExperimentFile): Promise<SweepState | undefined> {
    const sweep = this.#held.get(path) ?? this.#sweepOf(path, text, check.experiment !== null);
    if (!sweep) return undefined;
    const own = this.runs.all.filter(({ directory }) => dirname(directory) === runsDirectory).reverse();
    return { sweep, runs: await runsAmong(sweep, own, this.#data) };
  }

  #sweepOf(path: string, text: string, valid: boolean): Sweep | null {
    const known = this.#parsed.get(path);
    if (known?.text === text) return known.sweep;
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
