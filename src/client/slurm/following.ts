import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
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

/** How many elements ended otherwise than well. */
export interface Ends {
  readonly failed: number;
  /** Cancelled by someone. */
  readonly stopped: number;
}

/** Milliseconds between two looks: the first ones follow soon, and looking takes a small part of the time, however large the sweep. */
const interval = { first: 1000, most: 10_000, timesTheLook: 10 };
/** Milliseconds in which the run of a task that is over must come to be seen: shared file systems are not always prompt. */
const promptness = 60_000;
/** How often an element that Slurm lost is submitted again. */
const resubmissions = 2;

/** Watches elements by the queue and their run directories until all have ended; submits again those that Slurm lost. */
export class Following {
  readonly #left: Set<number>;
  readonly #ends = { failed: 0, stopped: 0 };
  /** When an element whose run is not to be seen was first found completed. */
  readonly #completed = new Map<number, number>();
  readonly #resubmitted = new Map<number, number>();
  readonly #told = new Set<string>();
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
      await this.#look();
      if (this.#left.size === 0) break;
      const took = performance.now() - began;
      await pause(Math.max(wait, interval.timesTheLook * took), undefined, { signal }).catch(() => undefined);
      wait = Math.min(2 * wait, interval.most);
    }
    return this.#ends;
  }

  async #look(): Promise<void> {
    const { sweep, runsDirectory } = this.options;
    const tasks = await this.#tasks(); // before the runs: one that is over has its run written
    const runs = await runsOf(sweep, runsDirectory, this.#data);
    const lost = new Map<number, string>();
    for (const number of this.#left) {
      const run = runs[number - 1] ?? null;
      if (run && isDone(run)) this.#end(number, { state: 'done' });
      else if (tasks && (await this.#isLost(number, tasks.get(number), run))) {
        lost.set(number, tasks.get(number)?.state ?? 'not in the queue any more');
      }
    }
    if (tasks) this.#tellReasons(tasks);
    if (lost.size > 0) await this.#resubmit(lost);
  }

  /** null where Slurm does not answer just now. */
  async #tasks(): Promise<Tasks | null> {
    const { folder } = this.options;
    try {
      const tasks = await readQueue(folder.jobName);
      if ([...this.#left].every((number) => tasks.has(number))) return tasks;
      const jobs = (await readJobs(folder)).map(({ job }) => job);
      return new Map([...(await readAccounting(jobs)), ...tasks]);
    } catch (error) {
      if (!(error instanceof SlurmProblem)) throw error;
      if (!this.options.signal.aborted) this.#tell(`Slurm does not answer, it is asked again: ${error.message}`);
      return null;
    }
  }

  /** Tells where an element that is not done stands; whether Slurm lost it. */
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

  /** Why it failed; null where it did not, but was lost: with its node, say. */
  async #failure(number: number, task: Task | undefined, run: Run | null): Promise<string | null> {
    const { path } = this.options.folder;
    if (task?.state === 'OUT_OF_MEMORY') {
      return 'it needs more memory than Slurm gives it. Set SBATCH_MEM_PER_CPU=4G, say, and call again';
    }
    if (task && task.state !== 'FAILED') return null;
    if (run?.status === 'stopped') return null; // at the time limit, where Slurm would not begin it anew
    const told = await failureIn(path, number, task?.job);
    if (told !== null || task === undefined) return told;
    const log = logPath(path, number);
    if (existsSync(log)) return `Slurm says ${task.reason}. See ${log}`;
    return `Slurm says ${task.reason}, and there is no ${log}. Keep the runs on the file system that the cluster shares`;
  }

  /** A task that ended well has a run that is done. */
  #expectRun(number: number): void {
    const since = this.#completed.get(number) ?? performance.now();
    this.#completed.set(number, since);
    if (performance.now() - since < promptness) return;
    const { runsDirectory } = this.options;
    const reason = `Slurm says it is done, but ${runsDirectory} has no such run. Keep the runs on the file system that the cluster shares`;
    this.#end(number, { state: 'failed', reason });
  }

  #end(number: number, end: ElementEnd): void {
    this.#left.delete(number);
    if (end.state !== 'done') this.#ends[end.state]++;
    this.options.listener.ended(number, end);
  }

  /** `lost`: element → what Slurm says of it. */
  async #resubmit(lost: ReadonlyMap<number, string>): Promise<void> {
    const again: number[] = [];
    for (const [number, state] of lost) {
      const times = this.#resubmitted.get(number) ?? 0;
      this.#resubmitted.set(number, times + 1);
      if (times < resubmissions) again.push(number);
      else this.#end(number, { state: 'failed', reason: `Slurm lost it ${times + 1} times; it says ${state}` });
    }
    if (again.length === 0) return;
    const states = [...new Set(again.map((number) => lost.get(number)!))].join(', ');
    const job = await submit(this.options, again);
    this.options.listener.said(`Slurm lost elements ${ranges(again)} (${states}): submitted again as job ${job}`);
  }

  /** Each reason once, with the number of elements that then wait for it. */
  #tellReasons(tasks: Tasks): void {
    const counts = new Map<string, number>();
    for (const number of this.#left) {
      const task = tasks.get(number);
      if (task && isWaiting(task)) counts.set(task.reason, (counts.get(task.reason) ?? 0) + 1);
    }
    for (const [reason, count] of counts) {
      if (reason === 'None' || this.#told.has(reason)) continue;
      this.#told.add(reason);
      const who = count === 1 ? '1 element waits' : `${count} elements wait`;
      this.options.listener.said(`${who}: ${reasonText(reason)}`);
    }
  }

  #tell(text: string): void {
    if (this.#told.has(text)) return;
    this.#told.add(text);
    this.options.listener.said(text);
  }
}

const logPath = (folder: string, number: number) => join(folder, `${number}.log`);

/** Why an element's last attempt failed, in its own words; null where its log does not tell. `job`: whose attempts count; else all. */
async function failureIn(folder: string, number: number, job?: number): Promise<string | null> {
  const log = await readFile(logPath(folder, number), 'utf8').catch(() => '');
  const attempt = log.slice(Math.max(0, log.lastIndexOf('== attempt ')));
  if (job !== undefined && !attempt.includes(` job ${job}_${number} `)) return null;
  return reasonIn(attempt) ?? null;
}
