import { dirname, join } from 'node:path';
import { openDataset, type Dataset, type DatasetProgress } from '../dataset/dataset.ts';
import { readVocabulary, type Vocabulary } from '../dataset/vocabulary.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Run } from '../runs/readRun.ts';
import { runFiles } from '../runs/runFiles.ts';
import type { WorkflowEvent } from './workflowEvent.ts';
import type { Workspace } from './workspace.ts';

/**
 * The experiment's data, its paths relative to `experimentPath`. `vocabulary`: that of a trained model. Errors: as `openDataset`.
 */
export async function readData(
  experiment: Experiment,
  experimentPath: string,
  { dataDir, signal, onEvent }: Workspace,
  vocabulary?: Vocabulary,
): Promise<Dataset> {
  const data = await openDataset(experiment, {
    baseDir: dirname(experimentPath),
    dataDir,
    signal,
    vocabulary,
    onProgress: (progress) => onEvent?.(eventOf(progress)),
  });
  onEvent?.({
    kind: 'data',
    classes: data.classes,
    texts: { train: data.train.length, dev: data.dev.length, test: data.test.length },
    vocabulary: data.vocabulary.size,
    files: data.source.files,
  });
  return data;
}

/** A run's data by the run's own vocabulary. */
export function readRunData({ directory, experiment, experimentPath }: Run, workspace: Workspace): Promise<Dataset> {
  const vocabulary = readVocabulary(join(directory, runFiles.vocabulary));
  return readData(experiment, experimentPath, workspace, vocabulary);
}

function eventOf(progress: DatasetProgress): WorkflowEvent {
  if (progress.stage === 'read') return { kind: 'read', texts: progress.texts };
  return { kind: 'download', received: progress.received, total: progress.total };
}
