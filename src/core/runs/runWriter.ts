import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { WordTypes } from '../dataset/vocabulary.ts';
import type { Experiment } from '../experiment/schema.ts';
import { torchEntries, torchValues, type BufferValues } from '../model/parameters.ts';
import type { ModelShape } from '../model/modelShape.ts';
import { atomicWrite, isTemporaryName, writeJson } from '../../common/atomicWrite.ts';
import { checkRegular } from '../../common/checkRegular.ts';
import { takeClaim, type Claim } from './claim.ts';
import { copyEncoder, type Encoder } from './encoder.ts';
import type { RunEnvironment } from './environment.ts';
import { removeLeftovers, trainingLock } from './leftovers.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { EventFile } from './tensorboard/eventFile.ts';
import { appendMetrics, readMetrics, truncateMetrics, type Metrics } from './metrics.ts';
import { ownIdentity } from './owner.ts';
import type { RunData } from './runData.ts';
import type { RunRecord } from './runRecord.ts';
import { runFiles, storedPath } from './runFiles.ts';
import { weightsEpoch } from './storedBest.ts';
import { streamSafetensors } from '../model/safetensors.ts';

export interface NewRun {
  /** The folder of all runs, see `defaultRunsDirectory`. */
  readonly runsDirectory: string;
  readonly experiment: Experiment;
  readonly experimentPath: string;
  readonly environment: RunEnvironment;
  readonly data: RunData;
  readonly classes: readonly string[];
  readonly vocabulary: WordTypes;
  /** null for a model of its own. */
  readonly encoder?: Encoder | null;
}

/** What a writer needs of the experiment of its run. */
type Logged = Pick<Experiment, 'training'>;

/** What `restoreWeights` needs of a checkpoint. */
interface SavedState {
  readonly progress: { readonly epochs: number; readonly batch: number; readonly best: RunRecord['best'] };
  readonly buffers: BufferValues;
}

/**
 * Writes one run directory, so that a kill at any moment leaves a readable run. Every method's errors: UserError if a file cannot
 * be written; its previous content is then kept.
 */
export class RunWriter {
  readonly id: string;
  readonly directory: string;

  readonly #claim: Claim;
  /** null if the experiment asks for none. */
  readonly #events: EventFile | null;
  #record: RunRecord;

  private constructor(directory: string, claim: Claim, record: RunRecord, { training }: Logged) {
    this.directory = directory;
    this.id = basename(directory);
    this.#claim = claim;
    this.#record = record;
    this.#events = training.log === 'tensorboard' ? new EventFile(this.path('tensorboard'), record.started) : null;
  }

  /** Creates a run with the id `YYYYMMDD-HHMMSS-<experiment's name>` in local time. If it cannot be written, nothing is left. */
  static async create(run: NewRun, now = new Date()): Promise<RunWriter> {
    await removeLeftovers(run.runsDirectory);
    const directory = await makeDirectory(run.runsDirectory, idFor(run, now));
    const file = (name: keyof typeof runFiles) => join(directory, runFiles[name]);
    try {
      const claim = await claimTraining(directory);
      await writeJson(file('experiment'), {
        path: storedPath(directory, run.experimentPath),
        experiment: run.experiment,
      });
      await writeJson(file('environment'), run.environment);
      await writeJson(file('data'), run.data);
      await writeJson(file('classes'), run.classes);
      await atomicWrite(file('vocabulary'), run.vocabulary.toText());
      if (run.encoder) await copyEncoder(run.encoder, file('encoder'));
      await writeFile(file('metrics'), '');
      const time = now.toISOString();
      const record = await runningRecord(run.environment.device, time, time, null);
      const writer = new RunWriter(directory, claim, record, run.experiment);
      await writer.#events?.write([]);
      await writer.#writeRecord({});
      return writer;
    } catch (error) {
      await rm(directory, { recursive: true, force: true });
      throw fileProblem(directory, error, 'written');
    }
  }

  /**
   * Resumes a run from its state after `step` steps and `epochs` whole epochs: later metrics are removed. `claim`: see `claimTraining`;
   * the writer releases it when the run ends.
   */
  static async resume(
    run: { readonly directory: string; readonly record: RunRecord; readonly experiment: Logged },
    claim: Claim,
    covered: { readonly step: number; readonly epochs: number; readonly best: RunRecord['best'] },
    device: string,
  ): Promise<RunWriter> {
    const record = await runningRecord(device, run.record.started, new Date().toISOString(), covered.best);
    const writer = new RunWriter(run.directory, claim, record, run.experiment);
    await removeTemporaries(run.directory);
    await truncateMetrics(writer.path('metrics'), covered.step, covered.epochs);
    await writer.#events?.write(await readMetrics(writer.path('metrics')));
    await writer.#writeRecord({});
    return writer;
  }

  path(file: keyof typeof runFiles): string {
    return join(this.directory, runFiles[file]);
  }

  /** Identifies the run's experiment in its checkpoints: a hash of `experiment.json`, which does not change. */
  async experimentHash(): Promise<string> {
    return hashOfExperiment(this.directory);
  }

  async append(metrics: Metrics): Promise<void> {
    await appendMetrics(this.path('metrics'), metrics);
    await this.#events?.append(metrics);
  }

  /** The parameters of the best epoch, null: the last ones before the first epoch has ended, under PyTorch's names and shapes. */
  async writeWeights(shape: ModelShape, parameters: BufferValues, best: RunRecord['best']): Promise<void> {
    const scores = {
      ...(best && { accuracy: String(best.accuracy) }),
      ...(best?.macroF1 != null && { macroF1: String(best.macroF1) }),
    };
    const metadata = { format: 'pt', shape: JSON.stringify(shape), epoch: String(best?.epoch ?? 0), ...scores };
    const values = torchValues(shape, parameters);
    await streamSafetensors(this.path('weights'), [], torchEntries(shape), values, metadata);
    await this.#writeRecord({ best });
  }

  /**
   * Makes the weights those that a checkpoint belongs to: a killed process may have written the one and not the other. `saved`: the state
   * in the checkpoint; null where the run starts from the beginning.
   */
  async restoreWeights(shape: ModelShape, saved: SavedState | null): Promise<void> {
    const { best = null, epochs = 0 } = saved?.progress ?? {};
    if (!existsSync(this.path('weights')) && best === null) return;
    if (weightsEpoch(this.path('weights')) === (best?.epoch ?? 0)) return;
    if (saved && best?.epoch === epochs && saved.progress.batch === 0) {
      await this.writeWeights(shape, saved.buffers, best);
    } else if (best === null) await rm(this.path('weights'), { force: true });
  }

  /** Says that the run is over, and why; other processes may then resume it. */
  async end(state: 'finished' | 'stopped' | 'failed', reason: string): Promise<void> {
    try {
      await this.#writeRecord({ state, reason, ended: new Date().toISOString() });
    } finally {
      await this.#claim.release();
    }
  }

  async #writeRecord(changes: Partial<RunRecord>): Promise<void> {
    const record = { ...this.#record, ...changes };
    await writeJson(this.path('record'), record);
    this.#record = record;
  }
}

/** Errors: UserError where another process trains the run. */
export function claimTraining(directory: string): Promise<Claim> {
  return takeClaim(directory, trainingLock, `run ${basename(directory)} is being trained`);
}

/** Errors: UserError where the file cannot be read. */
export async function hashOfExperiment(directory: string): Promise<string> {
  const path = join(directory, runFiles.experiment);
  checkRegular(path);
  const content = await readFile(path).catch((error: unknown) => {
    throw fileProblem(path, error, 'read');
  });
  return createHash('sha256').update(content).digest('hex');
}

async function runningRecord(
  device: string,
  started: string,
  resumed: string,
  best: RunRecord['best'],
): Promise<RunRecord> {
  const { start: processStart, ...owner } = await ownIdentity();
  return { state: 'running', reason: null, ...owner, processStart, started, resumed, ended: null, best, device };
}

/** Creates `<parent>/<name>`, or `<name>-2`, `-3`, … if that exists. */
async function makeDirectory(parent: string, name: string): Promise<string> {
  try {
    await mkdir(parent, { recursive: true });
    for (let i = 1; ; i++) {
      const directory = join(parent, i === 1 ? name : `${name}-${i}`);
      if (await tryCreate(directory)) return directory;
    }
  } catch (error) {
    throw fileProblem(parent, error, 'written');
  }
}

/** Returns false if the directory already exists. */
async function tryCreate(directory: string): Promise<boolean> {
  try {
    await mkdir(directory);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** What only the process that trains a run writes: temporary files of others may be in use. */
const trainingFiles = [runFiles.record, runFiles.metrics, runFiles.weights, runFiles.checkpoint, trainingLock];

/** Removes what a killed training left behind. */
async function removeTemporaries(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (isTemporaryName(name) && trainingFiles.some((file) => name.startsWith(`${file}.`)))
      await rm(join(directory, name), { force: true });
  }
}

/** Windows does not open a folder whose name ends with a dot. */
const idFor = ({ experiment }: NewRun, now: Date) => `${timestamp(now)}-${experiment.name}`.replace(/\.+$/, '');

/** Local time, YYYYMMDD-HHMMSS. */
function timestamp(time: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const date = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  return `${date}-${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}
