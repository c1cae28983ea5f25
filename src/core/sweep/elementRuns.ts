import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { storedFile } from '../dataset/reading/bytes.ts';
import { splitFiles } from '../dataset/reading/splitFiles.ts';
import { allSplits } from '../dataset/source.ts';
import { describeFile } from '../dataset/sourceFile.ts';
import { differences } from '../experiment/differences.ts';
import { resolveExperiment, type Experiment } from '../experiment/schema.ts';
import { runIds } from '../runs/listRuns.ts';
import { readRun, type Run } from '../runs/readRun.ts';
import { whyNotResumable } from '../runs/resumable.ts';
import { readJson, runFiles, storedExperimentSchema } from '../runs/runFiles.ts';
import { UserError } from '../../common/userError.ts';
import type { Element, Sweep } from './readSweep.ts';

/** What does not change what a run is: where it was computed, and what is expected of it. */
const beside: ReadonlySet<string> = new Set(['device', 'threads', '$schema', 'expect']);

type Elements = { readonly elements: readonly Pick<Element, 'experiment'>[] } & Pick<Sweep, 'experimentPath'>;

/**
 * The run of each element, null where there is none: one whose stored experiment is the element's, by whom ever it was trained. So
 * where a sweep stands is read from the run directories alone. Of several the one that is farthest counts. `data`: of earlier looks.
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

/** The same among runs that are read, oldest first. */
export async function runsAmong(
  { elements, experimentPath }: Elements,
  runs: readonly Run[],
  data = new DataFiles(),
): Promise<(Run | null)[]> {
  const numbers = new Map(elements.map(({ experiment }, i) => [identity(experiment), i]));
  const found: (Run | null)[] = elements.map(() => null);
  for (const run of runs) {
    const at = numbers.get(identity(run.experiment));
    if (at === undefined || rank(run) < rank(found[at]!)) continue;
    if (await data.areOf(run, dirname(experimentPath))) found[at] = run;
  }
  return found;
}

/** Trained to its end and evaluated on the test split. */
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

/** Equal for experiments whose runs are interchangeable. */
function identity(experiment: Experiment): string {
  const known = identities.get(experiment);
  if (known !== undefined) return known;
  const settings = differences({} as Experiment, experiment).filter(({ key }) => !beside.has(key.split('.')[0]!));
  const made = JSON.stringify(
    settings.map(({ key, to }) => [key, to]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
  identities.set(experiment, made);
  return made;
}

/** null where the directory is damaged: it is nobody's run then. */
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

/** The user's own data files as they are now: a run of other content is none of the sweep's. Each content is read once. */
export class DataFiles {
  readonly #hashes = new Map<string, Promise<string | null>>();

  /** Files that are not here, as on another machine, are taken to be those of the run. */
  async areOf({ experiment: { dataset }, environment }: Run, folder: string): Promise<boolean> {
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
