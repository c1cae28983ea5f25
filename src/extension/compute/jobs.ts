import * as vscode from 'vscode';
import type { EvaluatedSplit } from '../../core/workflow/storedEvaluation.ts';
import type { Runs } from '../runs/runs.ts';

/** A training or evaluation that is going, in a process of its own. */
export interface Job {
  readonly kind: 'train' | 'resume' | 'evaluate';
  /** Of the experiment file, absolute. */
  readonly experimentPath: string;
  /** Of the run; null until it stands. */
  readonly directory: string | null;
  readonly progress: JobProgress;
  /** Ends it soon; what is trained is kept. */
  stop(): void;
}

/** What a job is at. */
export interface JobProgress {
  /** In words, such as "reading the data" or "epoch 3 of at most 100". */
  readonly phase: string;
  /** Share done, 0 to 1; null where nobody knows. */
  readonly share: number | null;
  /** From 1; null where it does not train. */
  readonly epoch: number | null;
  /** The total loss of the last step; null before the first. */
  readonly loss: number | null;
  /** To the end of the last epoch; null where unknown. */
  readonly secondsLeft: number | null;
}

/** Starts jobs and shows each as a notification with a cancel button; at most one an experiment. */
export class Jobs implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Job>();
  /** When a job begins, gets on (throttled) or ends. */
  readonly onDidChange = this.#changed.event;

  constructor(
    readonly computeProgram: string,
    readonly runs: Runs,
    readonly log: vscode.LogOutputChannel,
  ) {}

  get all(): readonly Job[] {
    return [];
  }

  /** The job of an experiment (absolute path). */
  of(experimentPath: string): Job | undefined {
    return this.all.find((job) => job.experimentPath === experimentPath);
  }

  /** Trains an experiment file into a fresh run, then evaluates it; resolves when it is over, also when it failed: the user is told. */
  async train(_experimentPath: string): Promise<void> {}

  async resume(_directory: string): Promise<void> {}

  async evaluate(_directory: string, _split: EvaluatedSplit): Promise<void> {}

  dispose(): void {
    this.#changed.dispose();
  }
}
