import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { UserError } from '../../common/userError.ts';
import { measureSlices } from '../evaluation/measureSlices.ts';
import { readExperiment } from '../experiment/parseExperiment.ts';
import type { Slices } from '../experiment/sections/slices.ts';
import { readEvaluation, storeEvaluation, type StoredEvaluation } from '../runs/evaluationFile.ts';
import type { EvaluatedSplit } from '../runs/evaluationSummary.ts';
import { readRun, type Run } from '../runs/readRun.ts';
import { readRunData, type DataContext } from './readData.ts';

/** The slices of a run's experiment file as it is now; those of the run where the file does not exist any more or is not valid. */
export function currentSlices(
  { experiment, experimentPath }: Pick<Run, 'experiment' | 'experimentPath'>,
  onEvent: DataContext['onEvent'],
): Slices | undefined {
  try {
    return readExperiment(experimentPath).slices;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (existsSync(experimentPath)) {
      const message = `${basename(experimentPath)} is not a valid experiment now: the slices are those of the run`;
      onEvent?.({ kind: 'warning', message });
    }
    return experiment.slices;
  }
}

export interface EvaluateSlicesOptions extends DataContext {
  readonly directory: string;
  readonly split: EvaluatedSplit;
}

/**
 * Measures the slices of a run's experiment file from the values per text of its evaluation, without the model, and stores them there. Errors:
 * UserError where the file is not valid, or there are no slices or no such values; as `readRunData`.
 */
export async function evaluateSlices({
  directory,
  split,
  ...context
}: EvaluateSlicesOptions): Promise<StoredEvaluation> {
  const run = await readRun(directory);
  const { slices } = existsSync(run.experimentPath) ? readExperiment(run.experimentPath) : run.experiment;
  if (!slices || Object.keys(slices).length === 0) {
    const remedy = 'Add a block such as "slices": { "negations": { "contains": ["not", "never"] } }.';
    throw new UserError(`${run.experimentPath}: has no slices`, remedy);
  }
  const stored = await readEvaluation(directory, split);
  const evaluate = `\`safr evaluate ${run.id}${split === 'test' ? '' : ` --split ${split}`}\``;
  if (!stored) throw new UserError(`run ${run.id} is not evaluated on the ${split} split`, `Evaluate it: ${evaluate}.`);
  if (!stored.predictions.neurons) {
    const message = `the evaluation of run ${run.id} was made by an earlier version, which did not store what slices are measured from`;
    throw new UserError(message, `Evaluate it again: ${evaluate}.`);
  }
  const data = await readRunData(run, context, split, slices);
  const evaluation = { ...stored, slices: measureSlices(stored, data.slices[split]) };
  await storeEvaluation(directory, evaluation);
  return evaluation;
}
