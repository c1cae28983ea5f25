import * as vscode from 'vscode';
import { ComputeEnded } from '../../client/computeEnded.ts';
import type { EvaluatedSplit } from '../../core/runs/evaluationSummary.ts';
import { runsDirectoryOf, saveExperiment, type Experiments } from '../experiments/experiments.ts';
import { jobLine } from '../runs/runWords.ts';
import { logError } from '../reportError.ts';
import type { Runs } from '../runs/runs.ts';
import { settings } from '../settings.ts';
import { endMessage, failureMessage, JobStoppedError, type JobMessage, type JobOffer } from './jobEnd.ts';
import type { JobKind } from './jobProgress.ts';
import { RunningJob, type Ask, type Job } from './runningJob.ts';
import type { StartCompute } from './programs.ts';
import { checkTrusted } from './trust.ts';

export type { Job };

/** Starts jobs and shows each as a notification with a cancel button; at most one per experiment. */
export class Jobs implements vscode.Disposable {
  readonly #all = new Set<RunningJob>();
  readonly #changed = new vscode.EventEmitter<Job>();
  #disposed = false;
  /** When a job starts, makes progress (throttled) or ends. */
  readonly onDidChange = this.#changed.event;
  readonly startCompute: StartCompute;
  private readonly experiments: Pick<Experiments, 'nameOf'>;
  readonly runs: Runs;
  readonly log: vscode.LogOutputChannel;

  constructor(
    startCompute: StartCompute,
    experiments: Pick<Experiments, 'nameOf'>,
    runs: Runs,
    log: vscode.LogOutputChannel,
  ) {
    this.startCompute = startCompute;
    this.experiments = experiments;
    this.runs = runs;
    this.log = log;
  }

  get all(): readonly Job[] {
    return [...this.#all];
  }

  /** The job of an experiment (absolute path). */
  of(experimentPath: string): Job | undefined {
    return this.all.find((job) => job.experimentPath === experimentPath);
  }

  /** Trains an experiment file as a new run, then evaluates it. Resolves at the end, also if it failed: the user sees a message. */
  async train(experimentPath: string): Promise<void> {
    if (!(await saveExperiment(experimentPath))) return;
    const runsDirectory = runsDirectoryOf(vscode.Uri.file(experimentPath));
    const params = { experimentPath, runsDirectory, evaluate: true, ...placeOf(experimentPath) };
    const job = this.#job('train', experimentPath, null);
    await this.#run(job, 'test', (compute, options) => compute.request('train', params, options));
  }

  /** Continues the training of a run, then evaluates it. */
  async resume(directory: string): Promise<void> {
    const job = this.#job('resume', this.#experimentOf(directory), directory);
    const params = { directory, evaluate: true, ...placeOf(job.experimentPath) };
    await this.#run(job, 'test', (compute, options) => compute.request('resume', params, options));
  }

  /**
   * `rivals`: whether to rank the tokens by other methods too; undefined: as the experiment says. `otherData`: on the data as they are now,
   * though they are not the run's.
   */
  async evaluate(directory: string, split: EvaluatedSplit, rivals?: boolean, otherData = false): Promise<void> {
    const job = this.#job('evaluate', this.#experimentOf(directory), directory);
    if (otherData) job.markOtherData();
    const params = { directory, split, rivals, otherData, ...placeOf(job.experimentPath) };
    await this.#run(job, split, async (compute, options) => {
      const evaluation = await compute.request<'evaluate'>('evaluate', params, options);
      if (otherData) job.otherData = evaluation;
    });
  }

  /** Measures the slices of the experiment file again, from the evaluation of the test split that a run has. */
  async evaluateSlices(directory: string): Promise<void> {
    const job = this.#job('evaluate', this.#experimentOf(directory), directory);
    const params = { directory, split: 'test', slices: true, ...placeOf(job.experimentPath) } as const;
    await this.#run(job, 'test', (compute, options) => compute.request('evaluate', params, options));
  }

  dispose(): void {
    this.#disposed = true;
    for (const job of this.#all) job.kill();
    this.#changed.dispose();
  }

  /** For a run that has been deleted, its directory. */
  #experimentOf(directory: string): string {
    return this.runs.get(directory)?.experimentPath ?? directory;
  }

  #job(kind: JobKind, experimentPath: string, directory: string | null): RunningJob {
    return new RunningJob(kind, experimentPath, directory, this.runs, this.log);
  }

  async #run(job: RunningJob, split: EvaluatedSplit, ask: Ask): Promise<void> {
    const title = this.experiments.nameOf(job.experimentPath);
    const other = this.of(job.experimentPath);
    if (other) {
      void vscode.window.showInformationMessage(`${title} is already running: ${jobLine(other.progress)}.`);
      return;
    }
    const changes = job.onDidChange(() => this.#changed.fire(job));
    this.#all.add(job);
    this.#changed.fire(job);
    const failure = await this.#work(job, title, ask);
    if (this.#disposed) return;
    if (job.directory !== null)
      await this.runs.refresh(job.directory).catch((error: unknown) => logError(this.log, error));
    changes.dispose();
    this.#all.delete(job);
    this.#changed.fire(job);
    const run = this.runs.get(job.directory ?? '');
    const ended = { kind: job.kind, title, split, run, otherData: job.otherData };
    void this.#announce(failure ? failureMessage(ended, failure.error) : endMessage(ended), job, split);
  }

  /** The error that the job ended with, if any. */
  async #work(job: RunningJob, title: string, ask: Ask): Promise<{ error: unknown } | null> {
    try {
      checkTrusted();
      await withNotification(job, title, () => job.run(this.startCompute, ask));
      return null;
    } catch (error) {
      if (error instanceof ComputeEnded) this.log.error(`${error.message}\n${error.output}`);
      else if (!(error instanceof JobStoppedError)) logError(this.log, error);
      return { error };
    }
  }

  async #announce(
    { severity, text, offers }: JobMessage,
    { experimentPath, directory }: Job,
    split: EvaluatedSplit,
  ): Promise<void> {
    const show = severity === 'error' ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
    const choice = await show<JobOffer>(text, ...offers);
    if (choice === 'Show Log') return this.log.show();
    if (choice === 'Train Again') return this.train(experimentPath);
    if (choice === undefined || directory === null) return;
    if (choice === 'Resume') return this.resume(directory);
    if (choice === 'Evaluate on Other Data') return this.evaluate(directory, split, undefined, true);
    if (choice === 'Open Dashboard') await vscode.commands.executeCommand('safr.openDashboard', { run: directory });
    else await this.evaluate(directory, 'test');
  }
}

/** Device, threads and cache by the settings. */
function placeOf(experimentPath: string) {
  const { device, threads, cacheDir } = settings(vscode.Uri.file(experimentPath));
  return { device, threads, cacheDir };
}

/** Shows a job as a notification during `work`; its cancel button stops the job. */
function withNotification(job: RunningJob, title: string, work: () => Promise<void>): Thenable<void> {
  const doing = job.kind === 'evaluate' ? `Evaluating ${title}` : `Training ${title}`;
  const options = { location: vscode.ProgressLocation.Notification, title: doing, cancellable: true };
  return vscode.window.withProgress(options, async (notification, token) => {
    let shown = 0; // percent; the bar never moves back
    const report = () => {
      const { progress } = job;
      const increment = Math.max(0, 100 * (progress.share ?? 0) - shown);
      shown += increment;
      notification.report({ message: jobLine(progress), increment });
    };
    const listeners = [job.onDidChange(report), token.onCancellationRequested(() => job.stop())];
    try {
      report();
      await work();
    } finally {
      for (const listener of listeners) listener.dispose();
    }
  });
}
