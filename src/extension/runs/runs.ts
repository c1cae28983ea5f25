import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { runNames } from '../../core/comparison/runNames.ts';
import { byStart, listRuns } from '../../core/runs/listRuns.ts';
import { isRun, readDetails, RunReader, type DetailedRun, type Run } from '../../core/runs/readRun.ts';
import { defaultRunsDirectory, runFiles } from '../../core/runs/runFiles.ts';
import { UserError } from '../../common/userError.ts';
import type { Experiments } from '../experiments/experiments.ts';

/**
 * Interval of polling for what no file event reports: that the process of a run was killed, and runs made on another machine or before
 * their new folder was watched.
 */
const pollIntervalMs = 5000;
/** A run is polled for this long after its end, because its evaluation may follow. */
const evaluationTimeMs = 60_000;

/** The runs in order. Computed on demand, discarded when a run changes. */
interface Index {
  /** Newest first. */
  readonly all: readonly Run[];
  readonly byExperiment: ReadonlyMap<string, readonly Run[]>;
  /** By experiment, the name of each run by its directory; computed when the first of them is asked for. */
  readonly names: Map<string, ReadonlyMap<string, string>>;
}

/** The runs of the workspace, read from their directories, whether trained by this editor, the command line or another machine. */
export class Runs implements vscode.Disposable {
  readonly #runs = new Map<string, Run>();
  readonly #unreadable = new Map<string, UserError>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #watchers = new Map<string, vscode.Disposable>();
  readonly #reader = new RunReader(() => vscode.workspace.isTrusted);
  /** By directory, the last requested reading, and the one that has not begun yet. */
  readonly #readings = new Map<string, Promise<void>>();
  readonly #waiting = new Map<string, Promise<void>>();
  #index: Index | null = null;
  readonly #subscriptions: vscode.Disposable[];
  /** With the directory of a run that was added, changed or deleted. */
  readonly onDidChange = this.#changed.event;
  private readonly experiments: Experiments;
  private readonly log: vscode.LogOutputChannel;

  constructor(experiments: Experiments, log: vscode.LogOutputChannel) {
    this.experiments = experiments;
    this.log = log;
    const polling = setInterval(() => void this.poll(), pollIntervalMs);
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.load()),
      experiments.onDidChange(() => this.#watch()),
      { dispose: () => clearInterval(polling) },
    ];
  }

  /** Reads all runs, and removes deleted ones. */
  async load(): Promise<void> {
    this.#watch();
    await Promise.all([...this.#watchers.keys()].map((folder) => this.#loadFolder(folder)));
    const deleted = [...this.#runs.keys(), ...this.#unreadable.keys()].filter((directory) => !isRun(directory));
    await Promise.all(deleted.map((directory) => this.refresh(directory)));
  }

  /** Newest first. */
  get all(): readonly Run[] {
    return this.#indexed.all;
  }

  /** The problems of runs that cannot be read, by directory. */
  get unreadable(): ReadonlyMap<string, UserError> {
    return this.#unreadable;
  }

  get(directory: string): Run | undefined {
    return this.#runs.get(directory);
  }

  /** Reads metrics and evaluation of a run. They take megabytes: do not keep them. Errors: UserError if they cannot be read. */
  details(run: Run): Promise<DetailedRun> {
    return readDetails(run);
  }

  /** The runs of an experiment file (absolute path), newest first. */
  of(experimentPath: string): readonly Run[] {
    return this.#indexed.byExperiment.get(experimentPath) ?? [];
  }

  /** What a run is called among those of its experiment, see `runNames`. */
  nameOf({ directory, experimentPath, id }: Run): string {
    const { names } = this.#indexed;
    const known = names.get(experimentPath) ?? namesIn(this.of(experimentPath));
    names.set(experimentPath, known);
    return known.get(directory) ?? id;
  }

  get #indexed(): Index {
    if (this.#index) return this.#index;
    const all = [...this.#runs.values()].sort(byStart).reverse();
    const byExperiment = new Map<string, Run[]>();
    for (const run of all) {
      const group = byExperiment.get(run.experimentPath);
      if (group) group.push(run);
      else byExperiment.set(run.experimentPath, [run]);
    }
    return (this.#index = { all, byExperiment, names: new Map() });
  }

  /** Reads what changed of a run. Readings of one run follow one another; requests made before one begins share it. */
  refresh(directory: string): Promise<void> {
    const waiting = this.#waiting.get(directory);
    if (waiting) return waiting;
    const reading = (this.#readings.get(directory) ?? Promise.resolve()).then(() => {
      this.#waiting.delete(directory);
      return this.#read(directory);
    });
    this.#waiting.set(directory, reading);
    this.#readings.set(directory, reading);
    void reading.finally(() => this.#readings.get(directory) === reading && this.#readings.delete(directory));
    return reading;
  }

  dispose(): void {
    for (const disposable of [...this.#subscriptions, ...this.#watchers.values()]) disposable.dispose();
  }

  async #read(directory: string): Promise<void> {
    try {
      if (isRun(directory)) this.#setRun(await this.#reader.read(directory));
      else this.#forget(directory);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#setUnreadable(directory, error);
    }
  }

  async #loadFolder(folder: string): Promise<void> {
    const { runs, unreadable } = await listRuns(folder, this.#reader);
    if (!this.#watchers.has(folder)) return; // removed from the workspace meanwhile
    for (const { id, problem } of unreadable) this.#setUnreadable(join(folder, id), problem);
    for (const run of runs) this.#setRun(run);
  }

  #setRun(run: Run): void {
    const wasUnreadable = this.#unreadable.delete(run.directory);
    if (this.#runs.get(run.directory) === run && !wasUnreadable) return;
    this.#runs.set(run.directory, run);
    this.#fire(run.directory);
  }

  #forget(directory: string): void {
    this.#reader.forget(directory);
    const wasUnreadable = this.#unreadable.delete(directory);
    if (this.#runs.delete(directory) || wasUnreadable) this.#fire(directory);
  }

  #setUnreadable(directory: string, problem: UserError): void {
    if (this.#unreadable.get(directory)?.message === problem.message) return;
    this.#runs.delete(directory);
    this.#unreadable.set(directory, problem);
    this.log.warn(`${problem.message} ${problem.remedy}`);
    this.#fire(directory);
  }

  #fire(directory: string): void {
    this.#index = null;
    this.#changed.fire(directory);
  }

  /** Watches the runs of every workspace folder and experiment, and forgets those of folders that were removed from the workspace. */
  #watch(): void {
    const roots = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => defaultRunsDirectory(uri.fsPath));
    const folders = new Set([...roots, ...this.experiments.all.map(({ runsDirectory }) => runsDirectory)]);
    for (const folder of this.#watchers.keys()) if (!folders.has(folder)) this.#unwatch(folder);
    for (const folder of folders) {
      if (this.#watchers.has(folder)) continue;
      const inside = new vscode.RelativePattern(vscode.Uri.file(folder), '*/*');
      const watcher = vscode.workspace.createFileSystemWatcher(inside);
      const refresh = (uri: vscode.Uri) => void this.#refreshOf(uri.fsPath);
      watcher.onDidCreate(refresh);
      watcher.onDidChange(refresh);
      watcher.onDidDelete(refresh);
      this.#watchers.set(folder, watcher);
    }
  }

  #unwatch(folder: string): void {
    this.#watchers.get(folder)!.dispose();
    this.#watchers.delete(folder);
    const known = [...this.#runs.keys(), ...this.#unreadable.keys()];
    for (const directory of known) if (dirname(directory) === folder) this.#forget(directory);
  }

  async #refreshOf(file: string): Promise<void> {
    const directory = dirname(file);
    const names: readonly string[] = [runFiles.record, runFiles.notes, runFiles.metrics, runFiles.evaluation];
    if (names.includes(basename(file))) await this.refresh(directory);
  }

  /** Reads the runs that are running or have just ended, and those that no file event reported. */
  async poll(): Promise<void> {
    const live = this.all.filter(isLive).map(({ directory }) => directory);
    const entries = new Set((await Promise.all([...this.#watchers.keys()].map(entriesOf))).flat());
    const known = new Set([...this.#runs.keys(), ...this.#unreadable.keys()]);
    const fresh = [...entries].filter((path) => !known.has(path));
    const deleted = [...known].filter((path) => !entries.has(path)); // VS Code may report their folder alone
    await Promise.all([...live, ...fresh, ...deleted].map((directory) => this.refresh(directory)));
  }
}

function namesIn(runs: readonly Run[]): ReadonlyMap<string, string> {
  const names = runNames(runs);
  return new Map(runs.map(({ directory }, i) => [directory, names[i]!]));
}

function isLive({ status, record: { ended } }: Run): boolean {
  return status === 'running' || (ended !== null && Date.now() - Date.parse(ended) < evaluationTimeMs);
}

/** Paths of the entries of a folder; none if it cannot be read. */
async function entriesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => join(folder, name));
}
