import type { Device } from '../../engine/device.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { PlantedTruth } from '../dataset/planted/phrase.ts';
import { plantedSentences } from '../dataset/planted/plantedSentences.ts';
import { readRun } from '../runs/readRun.ts';
import { openRunModel } from './runModel.ts';
import { storeEvaluation, type EvaluatedSplit, type StoredEvaluation } from '../runs/evaluationFile.ts';
import { readRunData } from './readData.ts';
import { overridden, withDevice, type DeviceOverrides, type WorkflowContext } from './workflowContext.ts';

export interface EvaluateRunOptions extends WorkflowContext, DeviceOverrides {
  readonly directory: string;
  readonly split: EvaluatedSplit;
  /** Measure rival rankings of tokens too? In place of what the experiment says. */
  readonly rivals?: boolean | undefined;
}

/**
 * Measures a run's best weights on a split of its data and keeps the result in the run. Errors: UserError of every part; an aborted
 * signal throws its reason, and nothing is written.
 */
export async function evaluateRun(options: EvaluateRunOptions): Promise<StoredEvaluation> {
  const run = await readRun(options.directory);
  const data = await readRunData(run, options);
  const rivals = options.rivals ?? run.experiment.evaluation.rivals;
  return withDevice(overridden(run.experiment, options), options, (device) =>
    evaluateOn(device, run.directory, data, options.split, { ...options, rivals }),
  );
}

/** The same with data that are read and a device that is open. */
export async function evaluateOn(
  device: Device,
  directory: string,
  data: Dataset,
  split: EvaluatedSplit,
  { signal, onEvent, rivals }: Pick<WorkflowContext, 'signal' | 'onEvent'> & { readonly rivals: boolean },
): Promise<StoredEvaluation> {
  const { model, run } = await openRunModel(device, directory, { attribution: rivals });
  try {
    const measured = await evaluate({
      ...model,
      split: data[split],
      classes: run.classes,
      settings: run.experiment.evaluation,
      rivals,
      planted: plantedTruths(run.experiment, split),
      signal,
      onProgress: (progress) => onEvent?.({ kind: 'measured', ...progress }),
    });
    const evaluation = { split, device: device.description, ...measured };
    await storeEvaluation(directory, evaluation);
    return evaluation;
  } finally {
    await model.executor.close();
  }
}

/** Of every sentence of the split; undefined where the data have none. */
function plantedTruths({ dataset }: Experiment, split: EvaluatedSplit): PlantedTruth[] | undefined {
  if (dataset.source !== 'planted') return undefined;
  return Array.from(plantedSentences(dataset, split), ({ truth }) => truth);
}
