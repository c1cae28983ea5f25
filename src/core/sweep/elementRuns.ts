import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { currentSplitRule, drawsSplit } from '../dataset/drawSplits.ts';
import { storedFile } from '../dataset/reading/bytes.ts';
import { splitFiles } from '../dataset/reading/splitFiles.ts';
import { allSplits } from '../dataset/source.ts';
import { describeFile } from '../dataset/sourceFile.ts';
import { differences } from '../experiment/differences.ts';
import { fieldsWithoutEffect } from '../experiment/fieldsWithoutEffect.ts';
import { encoderSizes } from '../experiment/sections/model.ts';
import { resolveExperiment, type Experiment } from '../experiment/schema.ts';
import { runIds } from '../runs/listRuns.ts';
import { readRun, type Run } from '../runs/readRun.ts';
import { whyNotResumable } from '../runs/resumable.ts';
import { readJson, runFiles, storedExperimentSchema } from '../runs/runFiles.ts';
import { UserError } from '../../common/userError.ts';
import type { Element, Sweep } from './readSweep.ts';

/** Fields that do not affect the results of a run: where it was computed and what is expected of it. */
const irrelevantFields: ReadonlySet<string> = new Set([...fieldsWithoutEffect, 'expect']);

const encoderFields: ReadonlySet<string> = new Set(encoderSizes.map((size) => `model.${size}`));

type Elements = { readonly elements: readonly Pick<Element, 'experiment'>[] } & Pick<Sweep, 'experimentPath'>;

/**
 * The run of each element: one whose stored experiment equals that of the element, no matter which command trained it; null if there is
 * none. The state of a sweep is thus read from the run directories alone. If an element has several runs, the one with the most progress
 * counts. `data`: hashes from previous calls.
 */
export async function runsOf(sweep: Elements, runsDirectory: string, data = new DataFiles()): Promise<(Run | null)[]> {
  const wanted = new Set(sweep.elements.map(({ experiment }) => identity(experiment)));
  const runs: Run[] = [];
  for (const id of await runIds(runsDirectory)) {
    const directory = join(runsDirectory, id);
    const experiment = await storedExperiment(directory);
    const run = experiment && wanted.has(identity(experiment)) ? await readable(directory) : null;
    if (run) runs.push(run);
  }
  return runsAmong(sweep, runs, data);
}

/** The same for runs that are already read, oldest first. `data` null: data files are not compared. */
export async function runsAmong(
  { elements, experimentPath }: Elements,
  runs: readonly Run[],
  data: DataFiles | null = new DataFiles(),
): Promise<(Run | null)[]> {
  const numbers = new Map(elements.map(({ experiment }, i) => [identity(experiment), i]));
  const found: (Run | null)[] = elements.map(() => null);
  for (const run of runs) {
    const at = numbers.get(identity(run.experiment));
    if (at === undefined || !hasCurrentSplit(run) || rank(run) < rank(found[at]!)) continue;
    if (data === null || (await data.areFilesOf(run, dirname(experimentPath)))) found[at] = run;
  }
  return found;
}

/** Earlier versions drew another split for each seed: such runs do not share the data of the sweep. */
function hasCurrentSplit({ data, experiment }: Run): boolean {
  return data ? data.splitRule === currentSplitRule : !drawsSplit(experiment.dataset);
}

/** Whether the training is finished and the run is evaluated on the test split. */
export function isDone(run: Run): boolean {
  return run.status === 'finished' && run.summary !== null;
}

function rank(run: Run | null): number {
  if (!run) return -1;
  if (isDone(run)) return 4;
  if (run.status === 'finished') return run.hasWeights ? 3 : 0;
  if (run.status === 'running') return 2;
  return whyNotResumable(run) ? 0 : 1;
}

const identities = new WeakMap<Experiment, string>();

/** Of a field, or of the section that it is in. */
const isIrrelevant = (key: string) => irrelevantFields.has(key) || irrelevantFields.has(key.split('.')[0]!);

/** Equal for experiments whose runs are interchangeable. */
export function identity(experiment: Experiment): string {
  const known = identities.get(experiment);
  if (known !== undefined) return known;
  const isPretrained = experiment.model.pretrained !== undefined;
  const settings = differences({} as Experiment, experiment).filter(
    ({ key }) => !isIrrelevant(key) && !(isPretrained && encoderFields.has(key)),
  );
  const text = JSON.stringify(
    settings.map(({ key, to }) => [key, to]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
  identities.set(experiment, text);
  return text;
}

/** null if the directory is damaged: it is then no element's run. */
function storedExperiment(directory: string): Promise<Experiment | null> {
  const path = join(directory, runFiles.experiment);
  return orNull(async () => resolveExperiment(readJson(path, storedExperimentSchema).experiment, ''));
}

const readable = (directory: string) => orNull(() => readRun(directory));

async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Hashes of the user's current data files: a run on files with other content does not belong to the sweep. Unchanged files are read once. */
export class DataFiles {
  readonly #hashes = new Map<string, Promise<string | null>>();

  /** Whether these are the files of the run. Files that do not exist here, as on another machine, are assumed to be. */
  async areFilesOf({ experiment: { dataset }, environment }: Run, folder: string): Promise<boolean> {
    if (dataset.source !== 'files') return true;
    const files = await orNull(() => splitFiles(dataset, folder));
    if (files === null) return true;
    const paths = allSplits.flatMap((split) => files[split]);
    const hashes = await Promise.all(paths.map((path) => this.#hash(storedFile(path))));
    return hashes.every((hash, i) => hash === null || hash === environment.data[i]?.sha256);
  }

  async #hash(path: string): Promise<string | null> {
    const file = await stat(path).catch(() => null);
    if (!file) return null;
    const key = `${path} ${file.mtimeMs} ${file.size}`;
    const known = this.#hashes.get(key);
    if (known) return known;
    const hash = orNull(() => describeFile(path)).then((described) => described && described.sha256);
    this.#hashes.set(key, hash);
    return hash;
  }
}
