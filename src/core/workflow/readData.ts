import { dirname, join } from 'node:path';
import { openDataset, type Dataset, type DatasetProgress, type OpenOptions } from '../dataset/dataset.ts';
import { splitRules, type SplitRule } from '../dataset/drawSplits.ts';
import type { SplitIdentity } from '../dataset/fingerprint.ts';
import type { SplitName } from '../dataset/source.ts';
import { readVocabulary } from '../dataset/vocabulary.ts';
import { OtherDataError } from '../../common/otherDataError.ts';
import { UserError } from '../../common/userError.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Slices } from '../experiment/sections/slices.ts';
import { encoderOf } from '../runs/openTextReader.ts';
import type { Run } from '../runs/readRun.ts';
import { classDifference, dataDifference, type FoundData } from '../runs/dataDifference.ts';
import type { RunData } from '../runs/runData.ts';
import { runFiles } from '../runs/runFiles.ts';
import type { WorkflowEvent } from './workflowEvent.ts';
import type { WorkflowContext } from './workflowContext.ts';

/** The parts of a workflow's context that reading data needs. */
export type DataContext = Omit<WorkflowContext, 'openDevice'>;

/**
 * Reads the experiment's data; paths are relative to `experimentPath`. `trained`: of a trained model. Errors: as `openDataset`.
 */
export async function readData(
  experiment: Experiment,
  experimentPath: string,
  context: DataContext,
  trained: Pick<OpenOptions, 'vocabulary' | 'subwords' | 'splitRule' | 'slices'> = {},
): Promise<Dataset> {
  const data = await openDataset(experiment, { ...openOptions(experimentPath, context), ...trained });
  context.onEvent?.({
    kind: 'data',
    summary: data.summary,
    files: data.source.files,
    findings: data.findings,
  });
  return data;
}

/** Reads the data of a run as they are now, by its vocabulary and its rule of splits. Errors: as `openDataset`. */
export async function readDataOf(run: Run, context: DataContext, slices?: Slices): Promise<Dataset> {
  const { directory, experiment, experimentPath, data } = run;
  const encoder = await encoderOf(run);
  const trained = encoder
    ? { subwords: encoder.reader }
    : { vocabulary: readVocabulary(join(directory, runFiles.vocabulary)) };
  return readData(experiment, experimentPath, context, { ...trained, splitRule: splitRuleOf(data), slices });
}

/**
 * Like `readDataOf`, for a use of `split`. Errors: also OtherDataError if the split is not the one the run was trained with, UserError if the
 * classes are not.
 */
export async function readRunData(run: Run, context: DataContext, split: SplitName, slices?: Slices): Promise<Dataset> {
  const data = await readDataOf(run, context, slices);
  checkRunData(run, split, { classes: data.classes, files: data.source.files, identity: data.identities[split] });
  return data;
}

/** Checks a split that has been read against the run's record. Errors: as `readRunData`. */
export function checkRunData(
  run: Run,
  split: SplitName,
  { classes, files, identity }: Omit<FoundData, 'splits'> & { readonly identity: SplitIdentity },
): void {
  checkClasses(run, classes);
  const difference = dataDifference(run, { classes, files, splits: { [split]: identity } });
  if (difference === null) return;
  throw new OtherDataError(
    `the data are not those of run ${run.id}: ${difference}`,
    `Restore the data, or measure on them as they are now: \`safr evaluate ${run.id} --other-data\`.`,
  );
}

/** Errors: UserError if the classes are not those of the run. */
export function checkClasses({ id, classes }: Pick<Run, 'id' | 'classes'>, found: readonly string[]): void {
  const difference = classDifference(classes, found);
  if (difference === null) return;
  throw new UserError(`the data are not those of run ${id}: ${difference}`, 'Restore the labels, or train again.');
}

/** The first rule for runs without a record. */
export const splitRuleOf = (data: RunData | null): SplitRule => data?.splitRule ?? splitRules[0];

/** The options of `openDataset` for an experiment file. */
export function openOptions(experimentPath: string, { dataDir, cacheDir, signal, onEvent }: DataContext): OpenOptions {
  const onProgress = (progress: DatasetProgress) => onEvent?.(eventOf(progress));
  return { baseDir: dirname(experimentPath), dataDir, cacheDir, signal, onProgress };
}

function eventOf(progress: DatasetProgress): WorkflowEvent {
  if (progress.stage === 'read') return { kind: 'read', texts: progress.texts };
  return { kind: 'download', received: progress.received, total: progress.total };
}
