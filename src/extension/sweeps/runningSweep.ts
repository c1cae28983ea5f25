import * as vscode from 'vscode';
import type { QueueListener } from '../../client/slurm/queueListener.ts';
import type { SlurmFolder } from '../../client/slurm/submitted.ts';
import type { ElementEnd } from '../../client/sweep/elementProcess.ts';
import type { Sweep } from '../../core/sweep/readSweep.ts';
import type { Live } from './elementView.ts';
import { secondsLeft } from './pace.ts';

/** When an element first told how far it is, and how far it was. */
interface Beginning {
  readonly at: number;
  readonly share: number;
  /** When its process was started. */
  readonly started: number;
}

/** Milliseconds between two changes that only tell how far it got. */
const interval = 200;

export interface RunningOptions {
  readonly sweep: Sweep;
  /** Numbers of the elements to run, from 1. */
  readonly pending: readonly number[];
  /** Elements at a time; null: as many as the cluster has room for. */
  readonly jobs: number | null;
  /** Of what is kept of it on the cluster; null where it runs on this machine. */
  readonly folder: SlurmFolder | null;
  /** An element has ended: its run is to be read anew. */
  readonly onEnd: () => Promise<void>;
}

/** A sweep whose elements this window runs or follows: what they tell, and how long it takes. */
export class RunningSweep implements QueueListener {
  readonly #live = new Map<number, Live>();
  readonly #beginnings = new Map<number, Beginning>();
  readonly #ended: number[] = [];
  readonly #abort = new AbortController();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #began = performance.now();
  #lastChange = 0;
  /** Throttled; also when it is asked to stop. */
  readonly onDidChange = this.#changed.event;

  /** What the cluster was told or tells of all elements, in words; null on this machine. */
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

  /** What was told of elements that are not over, or failed, by their numbers. */
  get live(): ReadonlyMap<number, Live> {
    return this.#live;
  }

  get seconds(): number {
    return (performance.now() - this.#began) / 1000;
  }

  /** null where nobody knows yet. */
  get secondsLeft(): number | null {
    const now = performance.now();
    const running = [...this.#live].flatMap(([number, live]) => {
      if (live.state !== 'running') return [];
      const { at = now, share = live.share } = this.#beginnings.get(number) ?? {};
      return [{ seconds: (now - at) / 1000, gained: live.share - share, left: 1 - live.share }];
    });
    const { pending, jobs } = this.options;
    const begun = (number: number) => this.#beginnings.has(number) || this.#live.get(number)?.state === 'failed';
    const waiting = pending.filter((number) => !begun(number)).length;
    const lanes = jobs ?? Math.max(1, running.length);
    return secondsLeft({ lanes, waiting, running, ended: this.#ended });
  }

  /** Ends it soon; what is trained is kept. */
  stop(): void {
    this.#abort.abort();
    this.#changed.fire();
  }

  running(number: number, share: number): void {
    const began = this.#live.get(number)?.state !== 'running';
    const now = performance.now();
    this.#live.set(number, { state: 'running', share });
    const { started = now } = this.#beginnings.get(number) ?? {};
    // At 0 it reads its data, whose time says nothing of its pace.
    if (began || this.#beginnings.get(number)?.share === 0) this.#beginnings.set(number, { at: now, share, started });
    if (!began && now - this.#lastChange < interval) return;
    this.#lastChange = now;
    this.#changed.fire();
  }

  waiting(number: number, reason: string): void {
    this.#live.set(number, { state: 'queued', reason: `in the queue (${reason})` });
    this.#changed.fire();
  }

  said(text: string): void {
    this.note = text;
    this.#changed.fire();
  }

  ended(number: number, end: ElementEnd): void {
    const begun = this.#beginnings.get(number);
    if (end.state === 'done' && begun) this.#ended.push((performance.now() - begun.started) / 1000);
    if (end.state === 'failed') this.#live.set(number, end);
    void this.options.onEnd().then(() => {
      if (end.state !== 'failed') this.#live.delete(number); // its directory tells now
      this.#changed.fire();
    });
  }

  dispose(): void {
    this.#abort.abort();
    this.#changed.dispose();
  }
}
