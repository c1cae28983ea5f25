import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { listRuns } from '../../core/runs/listRuns.ts';
import { isRun, readDetails, readRun, type DetailedRun, type Run } from '../../core/runs/readRun.ts';
import { defaultRunsDirectory, runFiles } from '../../core/runs/runFiles.ts';
import { UserError } from '../../common/userError.ts';
import type { Experiments } from '../experiments/experiments.ts';

/**
 * Milliseconds between two looks at what no file event tells: that the process of a run was killed, and runs made on another machine or
 * before their fresh folder was watched.
 */
const lookInterval = 5000;
/** Milliseconds after its end in which a run is looked at still: its evaluation may follow. */
const evaluationTime = 60_000;

/** The runs of the workspace, whoever made them, as their directories have them. */
export class Runs implements vscode.Disposable {
  readonly #runs = new Map<string, Run>();
  readonly #unreadable = new Map<string, UserError>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #watchers = new Map<string, vscode.Disposable>();
  readonly #reads = new Map<string, Promise<void>>();
  readonly #subscriptions: vscode.Disposable[];
  /** With the directory of a run that is new, changed or gone. */
  readonly onDidChange = this.#changed.event;
  private readonly experiments: Experiments;
  private readonly log: vscode.LogOutputChannel;

  constructor(experiments: Experiments, log: vscode.LogOutputChannel) {
    this.experiments = experiments;
    this.log = log;
    const look = setInterval(() => void this.look(), lookInterval);
    this.#subscriptions = [
      this.#changed,
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.load()),
      experiments.onDidChange(() => this.#watch()),
      { dispose: () => clearInterval(look) },
    ];
  }

  /** Reads what there is, and forgets what is gone. */
  async load(): Promise<void> {
    this.#watch();
    await Promise.all([...this.#watchers.keys()].map((folder) => this.#loadFolder(folder)));
    const known = [...this.#runs.keys(), ...this.#unreadable.keys()];
    await Promise.all(known.map((directory) => this.refresh(directory)));
  }

  /** Newest first. */
  get all(): readonly Run[] {
    return [...this.#runs.values()].sort((a, b) => b.record.started.localeCompare(a.record.started));
  }

  /** By directory, what is wrong with those that cannot be read. */
  get unreadable(): ReadonlyMap<string, UserError> {
    return this.#unreadable;
  }

  get(directory: string): Run | undefined {
    return this.#runs.get(directory);
  }

  /** Its metrics and evaluation, which take megabytes: not to be kept. Errors: UserError where they cannot be read. */
  details(run: Run): Promise<DetailedRun> {
    return readDetails(run);
  }

  /** Those made from an experiment file (absolute), newest first. */
  of(experimentPath: string): readonly Run[] {
    return this.all.filter((run) => run.experimentPath === experimentPath);
  }

  /** Reads a run anew; readings of one run follow one another. */
  refresh(directory: string): Promise<void> {
    const read = (this.#reads.get(directory) ?? Promise.resolve()).then(() => this.#read(directory));
    this.#reads.set(directory, read);
    void read.finally(() => this.#reads.get(directory) === read && this.#reads.delete(directory));
    return read;
  }

  dispose(): void {
    for (const disposable of [...this.#subscriptions, ...this.#watchers.values()]) disposable.dispose();
  }

  async #read(directory: string): Promise<void> {
    try {
      const run = isRun(directory) ? await readRun(directory) : null;
      const known = this.#unreadable.delete(directory);
      if (run) this.#runs.set(directory, run);
      else if (!this.#runs.delete(directory) && !known) return;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#runs.delete(directory);
      this.#setUnreadable(directory, error);
    }
    this.#changed.fire(directory);
  }

  async #loadFolder(folder: string): Promise<void> {
    const { runs, unreadable } = await listRuns(folder);
    for (const { id, problem } of unreadable) {
      const directory = join(folder, id);
      this.#setUnreadable(directory, problem);
      this.#changed.fire(directory);
    }
    for (const run of runs) {
      this.#runs.set(run.directory, run);
      this.#changed.fire(run.directory);
    }
  }

  #setUnreadable(directory: string, problem: UserError): void {
    if (this.#unreadable.get(directory)?.message === problem.message) return;
    this.#unreadable.set(directory, problem);
    this.log.warn(`${problem.message} ${problem.remedy}`);
  }

  /** Watches the runs of every workspace folder and experiment. */
  #watch(): void {
    const roots = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => defaultRunsDirectory(uri.fsPath));
    for (const folder of [...roots, ...this.experiments.all.map(({ runsDirectory }) => runsDirectory)]) {
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

  async #refreshOf(file: string): Promise<void> {
    const directory = dirname(file);
    const told = [runFiles.record, runFiles.metrics, runFiles.evaluation].some(
      (name) => file === join(directory, name),
    );
    if (told) await this.refresh(directory);
  }

  /** Reads anew those that run or have just ended, and those that nobody told of. */
  async look(): Promise<void> {
    const live = this.all.filter(isLive).map(({ directory }) => directory);
    const there = await Promise.all([...this.#watchers.keys()].map(entriesOf));
    const fresh = there.flat().filter((path) => !this.#runs.has(path) && !this.#unreadable.has(path));
    await Promise.all([...live, ...fresh].map((directory) => this.refresh(directory)));
  }
}

function isLive({ status, record: { ended } }: Run): boolean {
  return status === 'running' || (ended !== null && Date.now() - Date.parse(ended) < evaluationTime);
}

/** Paths of what a folder holds; none where it cannot be read. */
async function entriesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map((name) => join(folder, name));
}
