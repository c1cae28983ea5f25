import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type * as z from 'zod';
import { UserError } from '../../common/userError.ts';
import { drawsSplit } from '../dataset/drawSplits.ts';
import { resolveExperiment, type Experiment } from '../experiment/schema.ts';
import { environmentSchema, type RunEnvironment } from './environment.ts';
import { readEvaluation, readSummary, type StoredEvaluation } from './evaluationFile.ts';
import type { EvaluationSummary } from './evaluationSummary.ts';
import { readLastMetrics, readMetrics, type LastMetrics, type Metrics } from './metrics.ts';
import { parseFile, readText, runFiles, storedExperimentSchema, wordsSchema } from './runFiles.ts';
import { bestOf } from './storedBest.ts';
import { runDataSchema, type RunData } from './runData.ts';
import { noNotes, runNotesSchema, type RunNotes } from './runNotes.ts';
import { runRecordSchema, statusOf, type RunRecord, type RunStatus } from './runRecord.ts';

/** A run as lists show it. */
export interface Run extends LastMetrics {
  readonly id: string;
  readonly directory: string;
  readonly record: RunRecord;
  readonly status: RunStatus;
  readonly experiment: Experiment;
  /** Absolute; the file may have changed since. */
  readonly experimentPath: string;
  readonly environment: RunEnvironment;
  /** null for runs of earlier versions. */
  readonly data: RunData | null;
  /** The user's; empty where there are none. */
  readonly notes: RunNotes;
  readonly classes: readonly string[];
  /** Of the evaluation on the test split; null where there is none, or it is of a version that is not known here. */
  readonly summary: EvaluationSummary | null;
  readonly hasWeights: boolean;
  readonly hasCheckpoint: boolean;
}

/** A run with its large files. */
export interface DetailedRun extends Run {
  readonly metrics: readonly Metrics[];
  /** On the test split; null as `summary`. */
  readonly evaluation: StoredEvaluation | null;
}

/** Reads a run, also one that is being written or was killed. Errors: UserError naming the file that is missing or damaged. */
export function readRun(directory: string): Promise<Run> {
  return new RunReader().read(directory);
}

/** Errors: UserError naming the file that is missing or damaged. */
export async function readDetails(run: Run): Promise<DetailedRun> {
  const metrics = await readMetrics(join(run.directory, runFiles.metrics));
  return { ...run, metrics, evaluation: await readEvaluation(run.directory) };
}

/** Number of whole epochs. */
export function epochsOf({ lastEpoch }: Pick<Run, 'lastEpoch'>): number {
  return lastEpoch?.epoch ?? 0;
}

export function isRun(directory: string): boolean {
  return existsSync(join(directory, runFiles.record));
}

/** What was made of a file, and the file's state when it was read. */
interface Part {
  readonly version: string;
  readonly value: unknown;
}

interface KnownRun {
  readonly parts: Map<FileName, Part>;
  run: Run | null;
}

type FileName = keyof typeof runFiles;

/**
 * Reads many runs, again and again: of a run that it knows, only the files whose time or size changed; and a file with the same text as that
 * of the run before is not parsed again, as runs of a sweep share most of theirs.
 */
export class RunReader {
  readonly #known = new Map<string, KnownRun>();
  readonly #lastTexts = new Map<FileName, { readonly text: string; readonly value: unknown }>();

  readonly #asksSlurm: () => boolean;

  /** `asksSlurm`: whether `squeue` may be run for runs of other machines. */
  constructor(asksSlurm: () => boolean = () => true) {
    this.#asksSlurm = asksSlurm;
  }

  /** The same object as before where nothing changed. Errors: as `readRun`. */
  async read(directory: string): Promise<Run> {
    if (!isRun(directory)) {
      throw new UserError(`${directory}: not a run: it has no ${runFiles.record}`, 'List the runs with `safr runs`.');
    }
    const known = this.#known.get(directory) ?? { parts: new Map<FileName, Part>(), run: null };
    this.#known.delete(directory); // unless it can be read
    const run = await this.#readParts(directory, known.parts);
    if (!known.run || !hasSameFields(known.run, run)) known.run = run;
    this.#known.set(directory, known);
    return known.run;
  }

  forget(directory: string): void {
    this.#known.delete(directory);
  }

  async #readParts(directory: string, parts: Map<FileName, Part>): Promise<Run> {
    /** `other`: a second file that the value depends on. */
    const part = <T>(name: FileName, read: (path: string) => T, other?: FileName): T => {
      const path = join(directory, runFiles[name]);
      const version = [path, ...(other ? [join(directory, runFiles[other])] : [])].map(fileVersion).join();
      const known = parts.get(name);
      if (known?.version === version) return known.value as T;
      const value = read(path);
      parts.set(name, { version, value });
      return value;
    };
    const json = <T>(name: FileName, schema: z.ZodType<T>) => part(name, (path) => this.#readJson(name, path, schema));
    const exists = (name: FileName) => existsSync(join(directory, runFiles[name]));
    const id = basename(directory);
    const readRecord = (path: string) => {
      const record = this.#readJson('record', path, runRecordSchema);
      return { ...record, best: bestOf(join(directory, runFiles.weights), record.best) };
    };
    const record = part('record', readRecord, 'weights');
    const readStored = (path: string) => {
      const stored = this.#readJson('experiment', path, storedExperimentSchema);
      const resolved = resolveExperiment(stored.experiment, id);
      const experiment = exists('data') ? resolved : withSplitSeed(resolved);
      return { experiment, experimentPath: resolve(directory, stored.path) };
    };
    const { experiment, experimentPath } = part('experiment', readStored, 'data');
    return {
      ...{ id, directory, record, status: await statusOf(record, this.#asksSlurm()), experiment, experimentPath },
      environment: json('environment', environmentSchema),
      data: exists('data') ? json('data', runDataSchema) : null,
      notes: exists('notes') ? json('notes', runNotesSchema) : noNotes,
      classes: json('classes', wordsSchema),
      ...part('metrics', readLastMetrics),
      summary: exists('evaluation') ? part('evaluation', readSummary) : null,
      hasWeights: exists('weights'),
      hasCheckpoint: exists('checkpoint'),
    };
  }

  #readJson<T>(name: FileName, path: string, schema: z.ZodType<T>): T {
    const text = readText(path);
    const last = this.#lastTexts.get(name);
    if (last?.text === text) return last.value as T;
    const value = parseFile(text, path, schema);
    this.#lastTexts.set(name, { text, value });
    return value;
  }
}

/** The experiment of a run of an earlier version, whose splits were drawn by the seed of the training. */
function withSplitSeed(experiment: Experiment): Experiment {
  const { dataset, seed } = experiment;
  if (!drawsSplit(dataset) || !('split' in dataset)) return experiment;
  return { ...experiment, dataset: { ...dataset, split: { ...dataset.split, seed } } as typeof dataset };
}

/** Changes when the file is replaced or appended to; null where there is none. */
function fileVersion(path: string): string | null {
  const file = statSync(path, { throwIfNoEntry: false });
  return file ? `${file.ino} ${file.size} ${file.mtimeMs}` : null;
}

function hasSameFields(one: Run, other: Run): boolean {
  return Object.entries(other).every(([field, value]) => one[field as keyof Run] === value);
}
