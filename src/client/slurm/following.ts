import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { checkRegular } from '../../common/checkRegular.ts';
import type { Run } from '../../core/runs/readRun.ts';
import { DataFiles, isDone, runsOf } from '../../core/sweep/elementRuns.ts';
import type { Sweep } from '../../core/sweep/readSweep.ts';
import { progressShare } from '../../core/sweep/shareOf.ts';
import type { ElementEnd } from '../sweep/elementProcess.ts';
import { readAccounting, isOver, isWaiting, readQueue, type Task, type Tasks, reasonText } from './queue.ts';
import type { QueueListener } from './queueListener.ts';
import { SlurmProblem } from './slurmCommand.ts';
import { ranges, submit, type Submission } from './submit.ts';
import { readJobs } from './submitted.ts';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonIn } from '../sweep/reasonIn.ts';

export interface FollowingOptions extends Submission {
  readonly sweep: Sweep;
  readonly runsDirectory: string;
  /** Numbers of the elements that are not done, from 1. */
  readonly pending: readonly number[];
  readonly signal: AbortSignal;
  readonly listener: QueueListener;
}

/** Counts of elements that did not end as done. */
export interface Ends {
  readonly failed: number;
  /** Cancelled by someone. */
  readonly stopped: number;
}

/** Milliseconds between two polls: short at first, and long enough that polling takes a small part of the time, however large the sweep. */
const interval = { first: 1000, max: 10_000, perPollMs: 10 };
/** Within this time the run of a completed task has to appear: shared file systems are not always prompt. */
const runTimeoutMs = 60_000;
/** How often an element that Slurm lost is submitted again. */
const maxResubmissions = 2;

/** Follows elements by the queue and their run directories until all have ended; submits again those that Slurm lost. */
export class Following {
  readonly #left: Set<number>;
  readonly #ends = { failed: 0, stopped: 0 };
  /** When an element was first found completed although its run did not exist. */
  readonly #completed = new Map<number, number>();
  readonly #resubmitted = new Map<number, number>();
  readonly #announced = new Set<string>();
  readonly #data = new DataFiles();
  private readonly options: FollowingOptions;

  constructor(options: FollowingOptions) {
    this.options = options;
    this.#left = new Set(options.pending);
  }

  async untilEnded(): Promise<Ends> {
    const { signal } = this.options;
    let wait = interval.first;
    while (!signal.aborted) {
      const began = performance.now();
      await this.#poll();
      if (this.#left.size === 0) break;
      const pollMs = performance.now() - began;
      await pause(Math.max(wait, interval.perPollMs * pollMs), undefined, { signal }).catch(() => undefined);
      wait = Math.min(2 * wait, interval.max);
    }
    return this.#ends;
  }

  async #poll(): Promise<void> {
    const { sweep, runsDirectory } = this.options;
    const tasks = await this.#tasks(); // before the runs: one that is over has its run written
    const runs = await runsOf(sweep, runsDirectory, this.#data);
    const lost = new Map<number, string>();
    for (const number of this.#left) {
      const run = runs[number - 1] ?? null;
      if (run && isDone(run)) this.#end(number, { state: 'done' });
      else if (tasks && (await this.#isLost(number, tasks.get(number), run))) {
        lost.set(number, tasks.get(number)?.state ?? 'no longer in the queue');
      }
    }
    if (tasks) this.#announceReasons(tasks);
    if (lost.size > 0) await this.#resubmit(lost);
  }

  /** null if Slurm does not answer. */
  async #tasks(): Promise<Tasks | null> {
    const { folder } = this.options;
    try {
      const tasks = await readQueue(folder.jobName);
      if ([...this.#left].every((number) => tasks.has(number))) return tasks;
      const jobs = (await readJobs(folder)).map(({ job }) => job);
      return new Map([...(await readAccounting(jobs)), ...tasks]);
    } catch (error) {
      if (!(error instanceof SlurmProblem)) throw error;
      if (!this.options.signal.aborted) this.#announce(`Slurm does not answer, trying again: ${error.message}`);
      return null;
    }
  }

  /** Reports the state of an element that is not done; returns whether Slurm lost it. */
  async #isLost(number: number, task: Task | undefined, run: Run | null): Promise<boolean> {
    const { listener } = this.options;
    if (task && isWaiting(task)) listener.waiting(number, task.reason);
    else if (task && !isOver(task)) listener.running(number, run ? progressShare(run) : 0);
    else if (task?.state === 'CANCELLED') this.#end(number, { state: 'stopped' });
    else if (task?.state === 'COMPLETED') this.#expectRun(number);
    else {
      const reason = await this.#failure(number, task, run);
      if (reason === null) return true;
      this.#end(number, { state: 'failed', reason });
    }
    return false;
  }

  /** Why it failed; null if it did not fail but was lost, for example with its node. */
  async #failure(number: number, task: Task | undefined, run: Run | null): Promise<string | null> {
    const { path } = this.options.folder;
    if (task?.state === 'OUT_OF_MEMORY') {
      return 'it needs more memory than Slurm gives it. Set, for example, SBATCH_MEM_PER_CPU=4G and run the sweep again';
    }
    if (task && task.state !== 'FAILED') return null;
    if (run?.status === 'stopped') return null; // at the time limit, and Slurm did not requeue it
    const reason = await failureIn(path, number, task?.job);
    if (reason !== null || task === undefined) return reason;
    const log = logPath(path, number);
    if (existsSync(log)) return `Slurm says ${task.reason}. See ${log}`;
    return `Slurm says ${task.reason}, and there is no ${log}. Keep the runs on the file system that the cluster shares`;
  }

  /** A completed task has a run that is done. */
  #expectRun(number: number): void {
    const since = this.#completed.get(number) ?? performance.now();
    this.#completed.set(number, since);
    if (performance.now() - since < runTimeoutMs) return;
    const { runsDirectory } = this.options;
    const reason = `Slurm says it is done, but ${runsDirectory} has no such run. Keep the runs on the file system that the cluster shares`;
    this.#end(number, { state: 'failed', reason });
  }

  #end(number: number, end: ElementEnd): void {
    this.#left.delete(number);
    if (end.state !== 'done') this.#ends[end.state]++;
    this.options.listener.ended(number, end);
  }

  /** `lost`: element → its state according to Slurm. */
  async #resubmit(lost: ReadonlyMap<number, string>): Promise<void> {
    const again: number[] = [];
    for (const [number, state] of lost) {
      const times = this.#resubmitted.get(number) ?? 0;
      this.#resubmitted.set(number, times + 1);
      if (times < maxResubmissions) again.push(number);
      else this.#end(number, { state: 'failed', reason: `Slurm lost it ${times + 1} times; it says ${state}` });
    }
    if (again.length === 0) return;
    const states = [...new Set(again.map((number) => lost.get(number)!))].join(', ');
    const job = await submit(this.options, again);
    this.options.listener.announced(`Slurm lost elements ${ranges(again)} (${states}): submitted again as job ${job}`);
  }

  /** Announces each reason once, with the number of elements that wait for it. */
  #announceReasons(tasks: Tasks): void {
    const counts = new Map<string, number>();
    for (const number of this.#left) {
      const task = tasks.get(number);
      if (task && isWaiting(task)) counts.set(task.reason, (counts.get(task.reason) ?? 0) + 1);
    }
    for (const [reason, count] of counts) {
      if (reason === 'None' || this.#announced.has(reason)) continue;
      this.#announced.add(reason);
      const who = count === 1 ? '1 element waits' : `${count} elements wait`;
      this.options.listener.announced(`${who}: ${reasonText(reason)}`);
    }
  }

  #announce(text: string): void {
    if (this.#announced.has(text)) return;
    this.#announced.add(text);
    this.options.listener.announced(text);
  }
}

const logPath = (folder: string, number: number) => join(folder, `${number}.log`);

/** More than any element writes. */
const maxLogBytes = 64 * 2 ** 20;

/** '' where there is none, or it cannot be read. */
async function readLog(path: string): Promise<string> {
  try {
    checkRegular(path, maxLogBytes);
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}

/** The error of an element's last attempt; null if its log has none. `job`: the job whose attempts count; without it, all. */
async function failureIn(folder: string, number: number, job?: number): Promise<string | null> {
  const log = await readLog(logPath(folder, number));
  const attempt = log.slice(Math.max(0, log.lastIndexOf('== attempt ')));
  if (job !== undefined && !attempt.includes(` job ${job}_${number} `)) return null;
  return reasonIn(attempt) ?? null;
}
