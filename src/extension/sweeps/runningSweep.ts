import * as vscode from 'vscode';
import type { QueueListener } from '../../client/slurm/queueListener.ts';
import type { SlurmFolder } from '../../client/slurm/submitted.ts';
import type { ElementEnd } from '../../client/sweep/elementProcess.ts';
import type { Sweep } from '../../core/sweep/readSweep.ts';
import type { Live } from './elementView.ts';
import { secondsLeft } from './pace.ts';

/** When an element first reported progress, and how much. */
interface FirstReport {
  readonly at: number;
  readonly share: number;
  /** When its process was started. */
  readonly started: number;
}

/** Between two changes that are progress only. */
const progressIntervalMs = 200;

export interface RunningOptions {
  readonly sweep: Sweep;
  /** Numbers of the elements to run, from 1. */
  readonly pending: readonly number[];
  /** Elements that run at the same time; null: as many as the cluster has room for. */
  readonly jobs: number | null;
  /** Of what is stored about it on the cluster; null if it runs on this machine. */
  readonly folder: SlurmFolder | null;
  /** An element has ended: its run has to be read again. */
  readonly onEnd: () => Promise<void>;
}

/** A sweep whose elements this window runs or follows: their live state, and the time left. */
export class RunningSweep implements QueueListener {
  readonly #live = new Map<number, Live>();
  readonly #firstReports = new Map<number, FirstReport>();
  readonly #ended: number[] = [];
  readonly #abort = new AbortController();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #began = performance.now();
  #lastChange = 0;
  /** Throttled; also when it is asked to stop. */
  readonly onDidChange = this.#changed.event;

  /** The latest message about all elements on the cluster; null on this machine. */
  note: string | null = null;
  private readonly options: RunningOptions;

  constructor(options: RunningOptions) {
    this.options = options;
  }

  get sweep(): Sweep {
    return this.options.sweep;
  }

  get folder(): SlurmFolder | null {
    return this.options.folder;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** The live state of elements that have not ended, or failed, by their numbers. */
  get live(): ReadonlyMap<number, Live> {
    return this.#live;
  }

  get seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }

  /** null if there is no basis for an estimate yet. */
  get secondsLeft(): number | null {
    const now = performance.now();
    const running = [...this.#live].flatMap(([number, live]) => {
      if (live.state !== 'running') return [];
      const { at = now, share = live.share } = this.#firstReports.get(number) ?? {};
      return [{ seconds: (now - at) / 1000, gained: live.share - share, left: 1 - live.share }];
    });
    const { pending, jobs } = this.options;
    const hasStarted = (number: number) => this.#firstReports.has(number) || this.#live.get(number)?.state === 'failed';
    const waiting = pending.filter((number) => !hasStarted(number)).length;
    const lanes = jobs ?? Math.max(1, running.length);
    return secondsLeft({ lanes, waiting, running, ended: this.#ended });
  }

  /** Stops it; what is trained is kept. */
  stop(): void {
    this.#abort.abort();
    this.#changed.fire();
  }

  running(number: number, share: number): void {
    const isFirst = this.#live.get(number)?.state !== 'running';
    const now = performance.now();
    this.#live.set(number, { state: 'running', share });
    const { started = now } = this.#firstReports.get(number) ?? {};
    // At 0 it reads its data set, which says nothing about its pace.
    if (isFirst || this.#firstReports.get(number)?.share === 0)
      this.#firstReports.set(number, { at: now, share, started });
    if (!isFirst && now - this.#lastChange < progressIntervalMs) return;
    this.#lastChange = now;
    this.#changed.fire();
  }

  waiting(number: number, reason: string): void {
    this.blocked(number, `in the queue (${reason})`);
  }

  blocked(number: number, reason: string): void {
    this.#live.set(number, { state: 'queued', reason });
    this.#changed.fire();
  }

  announced(text: string): void {
    this.note = text;
    this.#changed.fire();
  }

  ended(number: number, end: ElementEnd): void {
    const first = this.#firstReports.get(number);
    if (end.state === 'done' && first) this.#ended.push((performance.now() - first.started) / 1000);
    if (end.state === 'failed') this.#live.set(number, end);
    void this.options.onEnd().then(() => {
      if (end.state !== 'failed') this.#live.delete(number); // its run directory has the state now
      this.#changed.fire();
    });
  }

  dispose(): void {
    this.#abort.abort();
    this.#changed.dispose();
  }
}
