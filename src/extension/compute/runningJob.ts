import { constants } from 'node:os';
import * as vscode from 'vscode';
import type { ComputeProcess, RequestOptions } from '../../client/computeProcess.ts';
import { dataLines } from '../../core/dataset/summary/describeData.ts';
import { objective } from '../../core/experiment/objective.ts';
import type { StoredEvaluation } from '../../core/runs/evaluationFile.ts';
import type { WorkflowEvent } from '../../core/workflow/workflowEvent.ts';
import type { Runs } from '../runs/runs.ts';
import { JobStoppedError } from './jobEnd.ts';
import { JobTracker, type JobKind, type JobProgress } from './jobProgress.ts';
import type { StartCompute } from './programs.ts';

/** A training or evaluation that is running in its own process. */
export interface Job {
  readonly kind: JobKind;
  /** Of the experiment file, absolute. */
  readonly experimentPath: string;
  /** Of the run; null until it exists. */
  readonly directory: string | null;
  readonly progress: JobProgress;
  /** Stops it after the current step; what is trained is kept. */
  stop(): void;
}

/** Between two changes that are progress only. */
const progressIntervalMs = 200;
const frequent: ReadonlySet<WorkflowEvent['kind']> = new Set(['download', 'read', 'step', 'measured']);

/** Sends the request of a job. */
export type Ask = (compute: ComputeProcess, options: RequestOptions<JobKind>) => Promise<unknown>;

export class RunningJob implements Job {
  readonly #tracker = new JobTracker();
  readonly #abort = new AbortController();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  #compute: ComputeProcess | null = null;
  #lastChange = 0;
  readonly kind: JobKind;
  readonly experimentPath: string;
  directory: string | null;
  /** The result of an evaluation on other data than the run's. */
  otherData: StoredEvaluation | undefined;
  private readonly runs: Runs;
  private readonly log: vscode.LogOutputChannel;

  constructor(
    kind: JobKind,
    experimentPath: string,
    directory: string | null,
    runs: Runs,
    log: vscode.LogOutputChannel,
  ) {
    this.kind = kind;
    this.experimentPath = experimentPath;
    this.directory = directory;
    this.runs = runs;
    this.log = log;
  }

  /** Its progress says that it evaluates on other data than the run's. */
  markOtherData(): void {
    this.#tracker.isOnOtherData = true;
  }

  get progress(): JobProgress {
    const { progress } = this.#tracker;
    return this.#abort.signal.aborted ? { ...progress, phase: 'stopping', secondsLeft: null } : progress;
  }

  stop(): void {
    this.#abort.abort(new JobStoppedError());
    this.#changed.fire();
  }

  /** Ends its process immediately; the run keeps its last checkpoint. */
  kill(): void {
    void this.#compute?.end();
  }

  /** Errors: as `ComputeProcess.request`; JobStoppedError if it was stopped before it had a result. */
  async run(start: StartCompute, ask: Ask): Promise<void> {
    // Below the editor's priority: a training must not slow it down.
    this.#compute = await start({ priority: constants.priority.PRIORITY_BELOW_NORMAL });
    this.log.info(`${this.kind} ${this.experimentPath}: process ${this.#compute.pid}`);
    try {
      const onEvent = (event: WorkflowEvent) => this.#take(event);
      await ask(this.#compute, { signal: this.#abort.signal, onEvent });
    } finally {
      await this.#compute.end();
      this.#changed.dispose();
    }
  }

  #take(event: WorkflowEvent): void {
    this.#tracker.take(event);
    if (event.kind === 'device') this.log.info(`device ${event.name}: ${event.description}`);
    if (event.kind === 'data') this.#logData(event);
    if (event.kind === 'run') void this.#begin(event.directory);
    if (event.kind === 'epoch' && this.directory !== null) void this.runs.refresh(this.directory);
    if (frequent.has(event.kind) && performance.now() - this.#lastChange < progressIntervalMs) return;
    this.#lastChange = performance.now();
    this.#changed.fire();
  }

  #logData({ summary, findings }: Extract<WorkflowEvent, { kind: 'data' }>): void {
    for (const line of dataLines(summary)) this.log.info(`data: ${line}`);
    for (const { file, level, message } of findings) if (level === 'info') this.log.info(`${file}: ${message}`);
    for (const warning of summary.warnings) this.log.warn(warning);
  }

  async #begin(directory: string): Promise<void> {
    this.log.info(`run ${directory}`);
    this.directory = directory;
    await this.runs.refresh(directory);
    const run = this.runs.get(directory);
    if (run) this.#tracker.objective = objective(run.experiment.safr);
  }
}
