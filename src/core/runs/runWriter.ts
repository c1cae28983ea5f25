import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, join } from 'node:path';
import type { Vocabulary } from '../dataset/vocabulary.ts';
import type { Experiment } from '../experiment/schema.ts';
import { toTorch, type Parameters } from '../model/parameters.ts';
import type { ModelShape } from '../model/modelShape.ts';
import { atomicWrite, isTemporaryName, writeJson } from '../../common/atomicWrite.ts';
import type { RunEnvironment } from './environment.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { appendMetrics, truncateMetrics, type Metrics } from './metrics.ts';
import type { RunRecord } from './runRecord.ts';
import { runFiles, storedPath } from './runFiles.ts';
import { ownSlurmJob } from './slurmJob.ts';
import { writeSafetensors } from '../model/safetensors.ts';

export interface NewRun {
  /** The folder of all runs, see `defaultRunsDirectory`. */
  readonly runsDirectory: string;
  readonly experiment: Experiment;
  readonly experimentPath: string;
  readonly environment: RunEnvironment;
  readonly classes: readonly string[];
  readonly vocabulary: Vocabulary;
}

/**
 * Writes one run directory, so that a kill at any moment leaves a readable run. Every method's errors: UserError where a file cannot
 * be written; what stood there before still stands.
 */
export class RunWriter {
  readonly id: string;
  #record: RunRecord;
  readonly directory: string;

  private constructor(directory: string, record: RunRecord) {
    this.directory = directory;
    this.id = basename(directory);
    this.#record = record;
  }

  /** A fresh run, id `YYYYMMDD-HHMMSS-<experiment's name>` in local time. Where it cannot be written nothing is left. */
  static async create(run: NewRun, now = new Date()): Promise<RunWriter> {
    const directory = await makeDirectory(run.runsDirectory, `${timestamp(now)}-${run.experiment.name}`);
    const file = (name: keyof typeof runFiles) => join(directory, runFiles[name]);
    try {
      await writeJson(file('experiment'), {
        path: storedPath(directory, run.experimentPath),
        experiment: run.experiment,
      });
      await writeJson(file('environment'), run.environment);
      await writeJson(file('classes'), run.classes);
      await atomicWrite(file('vocabulary'), run.vocabulary.toText());
      await writeFile(file('metrics'), '');
      const time = now.toISOString();
      const writer = new RunWriter(directory, runningRecord(run.environment.device, time, time, null));
      await writer.#writeRecord({});
      return writer;
    } catch (error) {
      await rm(directory, { recursive: true, force: true });
      throw fileProblem(directory, error, 'written');
    }
  }

  /** Takes up a run that is not running, as it stood after `step` steps and `epochs` whole epochs: later metrics go. */
  static async resume(
    run: { readonly directory: string; readonly record: RunRecord },
    covered: { readonly step: number; readonly epochs: number; readonly best: RunRecord['best'] },
    device: string,
  ): Promise<RunWriter> {
    const record = runningRecord(device, run.record.started, new Date().toISOString(), covered.best);
    const writer = new RunWriter(run.directory, record);
    await removeTemporaries(run.directory);
    await truncateMetrics(writer.path('metrics'), covered.step, covered.epochs);
    await writer.#writeRecord({});
    return writer;
  }

  path(file: keyof typeof runFiles): string {
    return join(this.directory, runFiles[file]);
  }

  async append(metrics: Metrics): Promise<void> {
    await appendMetrics(this.path('metrics'), metrics);
  }

  /** The parameters of `epoch` (from 1; 0 before the first is over) under PyTorch's names and shapes. */
  async writeWeights(shape: ModelShape, parameters: Parameters, epoch: number): Promise<void> {
    const metadata = { format: 'pt', shape: JSON.stringify(shape), epoch: String(epoch) };
    await writeSafetensors(this.path('weights'), toTorch(shape, parameters), metadata);
  }

  async setBest(best: RunRecord['best']): Promise<void> {
    await this.#writeRecord({ best });
  }

  /** Says that the run is over, and why. */
  async end(state: 'finished' | 'stopped' | 'failed', reason: string): Promise<void> {
    await this.#writeRecord({ state, reason, ended: new Date().toISOString() });
  }

  async #writeRecord(changes: Partial<RunRecord>): Promise<void> {
    const record = { ...this.#record, ...changes };
    await writeJson(this.path('record'), record);
    this.#record = record;
  }
}

function runningRecord(device: string, started: string, resumed: string, best: RunRecord['best']): RunRecord {
  const job = ownSlurmJob();
  return {
    ...{ state: 'running', reason: null, pid: process.pid, host: hostname(), ...(job && { job }) },
    ...{ started, resumed, ended: null, best, device },
  };
}

/** Makes `<parent>/<name>`, or `<name>-2`, `-3`, … where that is taken. */
async function makeDirectory(parent: string, name: string): Promise<string> {
  try {
    await mkdir(parent, { recursive: true });
    for (let i = 1; ; i++) {
      const directory = join(parent, i === 1 ? name : `${name}-${i}`);
      if (await isMade(directory)) return directory;
    }
  } catch (error) {
    throw fileProblem(parent, error, 'written');
  }
}

async function isMade(directory: string): Promise<boolean> {
  try {
    await mkdir(directory);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function removeTemporaries(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (isTemporaryName(name)) await rm(join(directory, name), { force: true });
  }
}

/** Local time, YYYYMMDD-HHMMSS. */
function timestamp(time: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const date = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  return `${date}-${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}
