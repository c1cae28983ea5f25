// Reads generated and damaged files with every reader, in processes that are killed where one hangs:
//   npm run fuzz -- --cases 100000 --seed 1 --jobs 2
//   npm run fuzz -- --target bundles --seed 17 --path 53:2:1    repeats a failure
// Needs `npm run build`; Node 24.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Failure, Target } from '../test/fuzz/target.ts';
import { targets } from '../test/fuzz/targets.ts';

/** Cases that share a seed; each batch has one of its own. */
const batchCases = 200;
/** Of processor time, so that a busy machine is no hang. */
const maxCaseMs = 10_000;
/** Of any time; preparing a target counts as well. */
const maxWaitMs = 120_000;
const maxResidentMiB = 1024;

/** On a busy machine this process may have been waiting while messages came: it looks again before it judges. */
const minLateTicks = 4;

/** A batch of cases for a process; `path` repeats a failure. */
interface Batch {
  readonly target: string;
  readonly seed: number;
  readonly cases: number;
  readonly path?: string | undefined;
}

type FromWorker =
  /** Before the case of that number in its batch, or before the target is opened. */
  | { readonly kind: 'case'; readonly index: number | null }
  | { readonly kind: 'done'; readonly failure: Failure | null; readonly residentMiB: number };

/** In a process of its own: runs the batches that its parent sends. */
function work(): void {
  const folder = process.argv[3]!;
  const send = (message: FromWorker) => process.send!(message);
  const opened = new Map<string, ReturnType<Target['open']>>();
  const open = (name: string) => {
    send({ kind: 'case', index: null });
    const target = targets.find((each) => each.name === name)!;
    return target.open(mkdtempSync(join(folder, 'target-')));
  };
  process.on('disconnect', () => process.exit());
  process.on('message', ({ target, ...batch }: Batch) => {
    const run = async () => {
      const ready = await (opened.get(target) ?? opened.set(target, open(target)).get(target)!);
      const failure = await ready.check({ ...batch, onCase: (index) => send({ kind: 'case', index }) });
      send({ kind: 'done', failure, residentMiB: process.resourceUsage().maxRSS / 1024 });
    };
    void run();
  });
}

interface Count {
  cases: number;
  failures: number;
  slowestMs: number;
  residentMiB: number;
}

class Fuzzing {
  readonly counts = new Map<string, Count>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'safr-fuzz-'));
  readonly #batches: Batch[];
  readonly #total: number;
  #done = 0;

  constructor(batches: readonly Batch[]) {
    this.#batches = [...batches].reverse();
    this.#total = batches.length;
    for (const { target } of batches) {
      this.counts.set(target, { cases: 0, failures: 0, slowestMs: 0, residentMiB: 0 });
    }
  }

  async run(jobs: number): Promise<void> {
    await Promise.all(Array.from({ length: jobs }, () => this.#runJob()));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Gives batches to a process, and to a new one after a process has failed. */
  async #runJob(): Promise<void> {
    while (this.#batches.length > 0) {
      const child = fork(import.meta.filename, ['--worker', mkdtempSync(join(this.#folder, 'job-'))]);
      for (let batch = this.#batches.pop(); batch; batch = this.#batches.pop()) {
        const isUsable = await this.#runBatch(child, batch);
        this.#showProgress();
        if (!isUsable) break;
      }
      if (child.connected) child.disconnect();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
  }

  /** A line for each tenth. */
  #showProgress(): void {
    const tenth = Math.floor((10 * ++this.#done) / this.#total);
    if (tenth > Math.floor((10 * (this.#done - 1)) / this.#total)) console.log(`${10 * tenth} %`);
  }

  /** Returns whether the process can run another batch. */
  #runBatch(child: ChildProcess, batch: Batch): Promise<boolean> {
    const count = this.counts.get(batch.target)!;
    let [index, startMs, startCpuMs]: [number | null, number, number] = [null, performance.now(), cpuMs(child)];
    let lateTicks = 0;
    return new Promise((resolve) => {
      const end = (error: string | null, isUsable: boolean, failure: Failure | null = null) => {
        clearInterval(watchdog);
        child.removeAllListeners();
        if (error !== null) {
          count.failures++;
          report(batch, failure?.path ?? batch.path ?? String(index ?? 0), error, failure?.input);
        }
        resolve(isUsable);
      };
      const watchdog = setInterval(() => {
        const isLate =
          performance.now() - startMs > maxWaitMs || (index !== null && cpuMs(child) - startCpuMs > maxCaseMs);
        lateTicks = isLate ? lateTicks + 1 : 0;
        if (lateTicks < minLateTicks) return;
        child.kill('SIGKILL');
        end('it does not end', false);
      }, 500);
      child.on('exit', (code, signal) => end(`the process ended with ${signal ?? `code ${code}`}`, false));
      child.on('message', (message: FromWorker) => {
        const nowMs = performance.now();
        if (index !== null) count.slowestMs = Math.max(count.slowestMs, nowMs - startMs);
        [startMs, startCpuMs, lateTicks] = [nowMs, cpuMs(child), 0];
        if (message.kind === 'case') {
          index = message.index;
          if (index !== null) count.cases++;
          return;
        }
        count.residentMiB = Math.max(count.residentMiB, message.residentMiB);
        const isLarge = message.residentMiB > maxResidentMiB;
        if (message.failure) end(message.failure.error, !isLarge, message.failure);
        else if (isLarge) end(`${Math.round(message.residentMiB)} MiB resident`, false);
        else end(null, true);
      });
      child.send(batch);
    });
  }
}

/** The processor time that a process has used, in milliseconds; where there is no /proc, the time that has passed. */
function cpuMs({ pid }: ChildProcess): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from field 3 on; utime and stime are 14 and 15
    return 10 * (Number(fields[11]) + Number(fields[12])); // ticks of 10 ms
  } catch {
    return performance.now();
  }
}

function report({ target, seed }: Batch, path: string, error: string, input = 'not known'): void {
  console.log(`\n${target}: ${error}\n  input: ${input.slice(0, 2000)}`);
  console.log(`  repeat: npm run fuzz -- --target "${target}" --seed ${seed} --path ${path}`);
}

/** Batches of all targets by their shares, in turn, so that an interrupted run has some of each. */
function batchesOf(chosen: readonly Target[], cases: number, seed: number): Batch[] {
  const total = chosen.reduce((sum, { share }) => sum + share, 0);
  const all = chosen.flatMap(({ name, share }) => {
    const own = Math.round((cases * share) / total);
    return Array.from({ length: Math.ceil(own / batchCases) }, (_, i) => ({
      place: (i + 0.5) / Math.ceil(own / batchCases),
      batch: { target: name, seed: seed + i, cases: Math.min(batchCases, own - i * batchCases) },
    }));
  });
  return all.sort((a, b) => a.place - b.place).map(({ batch }) => batch);
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { cases: text, seed: text, jobs: text, target: text, path: text } });
  const { target, path } = values;
  const chosen = targets.filter(({ name }) => target === undefined || name === target);
  if (chosen.length === 0)
    throw new Error(`no target "${target}"; there are ${targets.map(({ name }) => name).join(', ')}`);
  const seed = Number(values.seed ?? 1);
  const batches =
    path === undefined
      ? batchesOf(chosen, Number(values.cases ?? 2000), seed)
      : chosen.map(({ name }) => ({ target: name, seed, cases: batchCases, path }));
  const fuzzing = new Fuzzing(batches);
  const startMs = performance.now();
  await fuzzing.run(Number(values.jobs ?? 1));
  const counts = [...fuzzing.counts.values()];
  console.table(
    Object.fromEntries(
      Array.from(fuzzing.counts, ([name, count]) => [
        name,
        { ...count, slowestMs: Math.round(count.slowestMs), residentMiB: Math.round(count.residentMiB) },
      ]),
    ),
  );
  const sum = (part: 'cases' | 'failures') => counts.reduce((total, count) => total + count[part], 0);
  const minutes = (performance.now() - startMs) / 60_000;
  console.log(`${sum('cases')} cases of seed ${seed}, ${sum('failures')} failures, ${minutes.toFixed(1)} minutes`);
  process.exitCode = sum('failures') === 0 ? 0 : 1;
}

if (process.argv[2] === '--worker') work();
else await main();
