import { openSplitTexts } from '../dataset/dataset.ts';
import { SplitFingerprint } from '../dataset/fingerprint.ts';
import type { Example, SplitName } from '../dataset/source.ts';
import type { Slices } from '../experiment/sections/slices.ts';
import type { Run } from '../runs/readRun.ts';
import { checkClasses, checkRunData, openOptions, splitRuleOf, type DataContext } from './readData.ts';

/**
 * Reads the texts of a split of a run's data in order: text i is sentence i in `predictions` and `top.sentences` of an evaluation. That they
 * are the run's is known after the last text only: use none before. `slices`: their columns are read as well. Errors: as `readRunData`.
 */
export async function* readRunTexts(
  run: Run,
  context: DataContext,
  split: SplitName,
  slices?: Slices,
): AsyncGenerator<Example> {
  const { experiment, experimentPath, data } = run;
  const options = { ...openOptions(experimentPath, context), splitRule: splitRuleOf(data), slices };
  const { classes, files, texts } = await openSplitTexts(experiment, split, options);
  checkClasses(run, classes);
  const fingerprint = new SplitFingerprint();
  for await (const example of texts) {
    fingerprint.add(example.text, example.label);
    yield example;
  }
  checkRunData(run, split, { classes, files, identity: fingerprint.identity() });
}
