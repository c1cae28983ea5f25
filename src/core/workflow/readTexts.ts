import { readSplitTexts } from '../dataset/dataset.ts';
import type { Example, SplitName } from '../dataset/source.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Run } from '../runs/readRun.ts';
import { openOptions, type DataPlace } from './readData.ts';

/**
 * The texts of a split in its own order: text i is what `predictions` and `top.sentences` of an evaluation call sentence i. Paths are
 * relative to `experimentPath`. Errors: as `openDataset`.
 */
export function readTexts(
  experiment: Experiment,
  experimentPath: string,
  workspace: DataPlace,
  split: SplitName,
): AsyncIterable<Example> {
  return readSplitTexts(experiment, split, openOptions(experimentPath, workspace));
}

/** The same of a run's data. */
export function readRunTexts(
  { experiment, experimentPath }: Pick<Run, 'experiment' | 'experimentPath'>,
  workspace: DataPlace,
  split: SplitName,
): AsyncIterable<Example> {
  return readTexts(experiment, experimentPath, workspace, split);
}
