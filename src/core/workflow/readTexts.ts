import { readSplitTexts } from '../dataset/dataset.ts';
import type { Example, SplitName } from '../dataset/source.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Run } from '../runs/readRun.ts';
import { openOptions, type DataContext } from './readData.ts';

/**
 * Reads the texts of a split in order: text i is sentence i in `predictions` and `top.sentences` of an evaluation. Paths are relative to
 * `experimentPath`. Errors: as `openDataset`.
 */
export function readTexts(
  experiment: Experiment,
  experimentPath: string,
  context: DataContext,
  split: SplitName,
): AsyncIterable<Example> {
  return readSplitTexts(experiment, split, openOptions(experimentPath, context));
}

/** Like `readTexts`, for the data of a run. */
export function readRunTexts(
  { experiment, experimentPath }: Pick<Run, 'experiment' | 'experimentPath'>,
  context: DataContext,
  split: SplitName,
): AsyncIterable<Example> {
  return readTexts(experiment, experimentPath, context, split);
}
