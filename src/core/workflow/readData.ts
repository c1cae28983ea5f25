import { dirname, join } from 'node:path';
import { openDataset, type Dataset, type DatasetProgress, type OpenOptions } from '../dataset/dataset.ts';
import { readVocabulary, type Vocabulary } from '../dataset/vocabulary.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Run } from '../runs/readRun.ts';
import { runFiles } from '../runs/runFiles.ts';
import type { WorkflowEvent } from './workflowEvent.ts';
import type { WorkflowContext } from './workflowContext.ts';

/** The parts of a workflow's context that reading data needs. */
export type DataContext = Omit<WorkflowContext, 'openDevice'>;

/**
 * Reads the experiment's data; paths are relative to `experimentPath`. `vocabulary` is that of a trained model. Errors: as `openDataset`.
 */
export async function readData(
  experiment: Experiment,
  experimentPath: string,
  context: DataContext,
  vocabulary?: Vocabulary,
): Promise<Dataset> {
  const data = await openDataset(experiment, { ...openOptions(experimentPath, context), vocabulary });
  context.onEvent?.({
    kind: 'data',
    classes: data.classes,
    texts: { train: data.train.length, dev: data.dev.length, test: data.test.length },
    vocabulary: data.vocabulary.size,
    files: data.source.files,
    findings: data.findings,
  });
  return data;
}

/** Reads a run's data with the run's vocabulary. */
export function readRunData({ directory, experiment, experimentPath }: Run, context: DataContext): Promise<Dataset> {
  const vocabulary = readVocabulary(join(directory, runFiles.vocabulary));
  return readData(experiment, experimentPath, context, vocabulary);
}

/** The options of `openDataset` for an experiment file. */
export function openOptions(experimentPath: string, { dataDir, cacheDir, signal, onEvent }: DataContext): OpenOptions {
  const onProgress = (progress: DatasetProgress) => onEvent?.(eventOf(progress));
  return { baseDir: dirname(experimentPath), dataDir, cacheDir, signal, onProgress };
}

function eventOf(progress: DatasetProgress): WorkflowEvent {
  if (progress.stage === 'read') return { kind: 'read', texts: progress.texts };
  return { kind: 'download', received: progress.received, total: progress.total };
}
