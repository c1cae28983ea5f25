import { dirname, join } from 'node:path';
import { openDataset, type Dataset, type DatasetProgress, type OpenOptions } from '../dataset/dataset.ts';
import { readVocabulary, type Vocabulary } from '../dataset/vocabulary.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Run } from '../runs/readRun.ts';
import { runFiles } from '../runs/runFiles.ts';
import type { WorkflowEvent } from './workflowEvent.ts';
import type { WorkflowContext } from './workflowContext.ts';

/** What reading data needs of a workspace. */
export type DataPlace = Omit<WorkflowContext, 'openDevice'>;

/**
 * The experiment's data, its paths relative to `experimentPath`. `vocabulary`: that of a trained model. Errors: as `openDataset`.
 */
export async function readData(
  experiment: Experiment,
  experimentPath: string,
  workspace: DataPlace,
  vocabulary?: Vocabulary,
): Promise<Dataset> {
  const data = await openDataset(experiment, { ...openOptions(experimentPath, workspace), vocabulary });
  workspace.onEvent?.({
    kind: 'data',
    classes: data.classes,
    texts: { train: data.train.length, dev: data.dev.length, test: data.test.length },
    vocabulary: data.vocabulary.size,
    files: data.source.files,
  });
  return data;
}

/** A run's data by the run's own vocabulary. */
export function readRunData({ directory, experiment, experimentPath }: Run, workspace: DataPlace): Promise<Dataset> {
  const vocabulary = readVocabulary(join(directory, runFiles.vocabulary));
  return readData(experiment, experimentPath, workspace, vocabulary);
}

/** How `openDataset` reads an experiment file's data. */
export function openOptions(experimentPath: string, { dataDir, cacheDir, signal, onEvent }: DataPlace): OpenOptions {
  const onProgress = (progress: DatasetProgress) => onEvent?.(eventOf(progress));
  return { baseDir: dirname(experimentPath), dataDir, cacheDir, signal, onProgress };
}

function eventOf(progress: DatasetProgress): WorkflowEvent {
  if (progress.stage === 'read') return { kind: 'read', texts: progress.texts };
  return { kind: 'download', received: progress.received, total: progress.total };
}
