import { access } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import * as z from 'zod';
import { UserError } from '../../common/userError.ts';
import { resolveExperiment, type Experiment } from '../experiment/schema.ts';
import { environmentSchema, type RunEnvironment } from './environment.ts';
import { readMetrics, type Metrics } from './metrics.ts';
import { readJson, runFiles, storedExperimentSchema, wordsSchema } from './runFiles.ts';
import { runRecordSchema, statusOf, type RunRecord, type RunStatus } from './runRecord.ts';

/** A run as its directory has it. */
export interface Run {
  readonly id: string;
  readonly directory: string;
  readonly record: RunRecord;
  readonly status: RunStatus;
  readonly experiment: Experiment;
  /** Absolute; the file may have changed since. */
  readonly experimentPath: string;
  readonly environment: RunEnvironment;
  readonly classes: readonly string[];
  readonly metrics: readonly Metrics[];
  /** Content of `evaluation.json`, whose form the evaluation knows; null where there is none. */
  readonly evaluation: unknown;
  readonly hasWeights: boolean;
  readonly hasCheckpoint: boolean;
}

/** Reads a run, also one that is being written or was killed. Errors: UserError naming the file that is missing or damaged. */
export async function readRun(directory: string): Promise<Run> {
  const file = (name: keyof typeof runFiles) => join(directory, runFiles[name]);
  if (!(await isRun(directory))) {
    throw new UserError(`${directory}: not a run: it has no ${runFiles.record}`, 'List the runs with `safr runs`.');
  }
  const record = await readJson(file('record'), runRecordSchema);
  const stored = await readJson(file('experiment'), storedExperimentSchema);
  return {
    id: basename(directory),
    directory,
    record,
    status: await statusOf(record),
    experiment: resolveExperiment(stored.experiment, basename(directory)),
    experimentPath: resolve(directory, stored.path),
    environment: await readJson(file('environment'), environmentSchema),
    classes: await readJson(file('classes'), wordsSchema),
    metrics: await readMetrics(file('metrics')),
    evaluation: (await exists(file('evaluation'))) ? await readJson(file('evaluation'), z.unknown()) : null,
    hasWeights: await exists(file('weights')),
    hasCheckpoint: await exists(file('checkpoint')),
  };
}

export function isRun(directory: string): Promise<boolean> {
  return exists(join(directory, runFiles.record));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
