import type { Device } from '../../engine/device.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { checkKnownWords } from '../dataset/summary/checkKnownWords.ts';
import type { RivalChoice } from '../evaluation/compareRankings.ts';
import type { GivenImportances } from '../evaluation/measureRivals.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { measureSlices } from '../evaluation/measureSlices.ts';
import { writeParameters } from '../model/loadModel.ts';
import type { Model } from '../model/model.ts';
import { initialParameters } from '../model/parameters.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Slices } from '../experiment/sections/slices.ts';
import type { PlantedTruth } from '../dataset/planted/phrase.ts';
import { plantedSentences } from '../dataset/planted/plantedSentences.ts';
import { UserError } from '../../common/userError.ts';
import { readRun, type Run } from '../runs/readRun.ts';
import { openRunModel } from './runModel.ts';
import { storeEvaluation, type StoredEvaluation } from '../runs/evaluationFile.ts';
import type { EvaluatedSplit } from '../runs/evaluationSummary.ts';
import { checkClasses, readDataOf, readRunData } from './readData.ts';
import { readGivenImportances } from './readGivenImportances.ts';
import { currentSlices } from './slices.ts';
import { withOverrides, withDevice, type DeviceOverrides, type WorkflowContext } from './workflowContext.ts';

/** Which rankings are measured in addition to the mask's. */
export interface RivalSettings {
  /** Number of sentences for those that are costly. */
  readonly costlySample: number;
  /** Whether they are compared with those by random weights. */
  readonly sanity: boolean;
}

type EvaluateOptions = Pick<WorkflowContext, 'signal' | 'onEvent'> &
  Pick<EvaluateRunOptions, 'otherData'> & {
    readonly rivals: RivalSettings | null;
    readonly given?: GivenImportances | undefined;
  };

export interface EvaluateRunOptions extends WorkflowContext, DeviceOverrides {
  readonly directory: string;
  readonly split: EvaluatedSplit;
  /** Whether to measure rival rankings of tokens as well; this and the next two override the experiment. */
  readonly rivals?: boolean | undefined;
  readonly costlySample?: number | undefined;
  /** Includes the rival rankings. */
  readonly sanity?: boolean | undefined;
  /** A file of explanations of the split that were made elsewhere, to be measured as well. */
  readonly explanations?: string | undefined;
  /** Whether to measure on the data as they are now, though they are not the run's; the result is kept apart. */
  readonly otherData?: boolean | undefined;
}

/**
 * Evaluates a run's best weights on a split of its data, and the slices of its experiment file as it is now, and stores the result in the run. Errors: UserError of any step; an aborted
 * signal throws its reason, and nothing is written.
 */
export async function evaluateRun(options: EvaluateRunOptions): Promise<StoredEvaluation> {
  const run = await readRun(options.directory);
  const rivals = rivalSettings(run.experiment, options);
  const slices = currentSlices(run, options.onEvent);
  const data = options.otherData
    ? await readOtherData(run, options, slices)
    : await readRunData(run, options, options.split, slices);
  if (!data[options.split].isLabelled) throw noLabelsError(options.split);
  checkKnownWords(data.summary, [options.split], run.experiment);
  const given = options.explanations
    ? await readGivenImportances(options.explanations, run, options.split, options)
    : undefined;
  return withDevice(withOverrides(run.experiment, options), options, (device) =>
    evaluateOn(device, run.directory, data, options.split, { ...options, rivals, given }),
  );
}

/** What an evaluation of the experiment measures; null: no rivals. Errors: UserError for a sanity check of no sentences. */
export function rivalSettings(
  { evaluation }: Pick<Experiment, 'evaluation'>,
  { rivals, costlySample, sanity }: Pick<EvaluateRunOptions, 'rivals' | 'costlySample' | 'sanity'> = {},
): RivalSettings | null {
  if (!(rivals ?? (sanity || evaluation.rivals))) return null;
  const settings = { costlySample: costlySample ?? evaluation.costlySample, sanity: sanity ?? evaluation.sanity };
  if (!settings.sanity || settings.costlySample > 0) return settings;
  throw new UserError(
    'the sanity check has no sentences: it is measured on those of the costly sample, which is 0',
    'Give it some: --costly-sample 200.',
  );
}

/** Data that need not be those of the run. Errors: as `openDataset`; UserError if their classes are not the run's. */
async function readOtherData(run: Run, options: EvaluateRunOptions, slices: Slices | undefined): Promise<Dataset> {
  const data = await readDataOf(run, options, slices);
  checkClasses(run, data.classes);
  if (data.identities.train.sha256 !== run.data?.splits.train.sha256) {
    const message = `the training split is not the run's either: texts that the run was trained on may be among these ${options.split} texts`;
    options.onEvent?.({ kind: 'warning', message });
  }
  return data;
}

/** Like `evaluateRun`, with data that have been read and a device that is open. */
export async function evaluateOn(
  device: Device,
  directory: string,
  data: Dataset,
  split: EvaluatedSplit,
  { signal, onEvent, rivals, given, otherData }: EvaluateOptions,
): Promise<StoredEvaluation> {
  const { model, run } = await openRunModel(device, directory, { attribution: rivals !== null });
  try {
    const measured = await evaluate({
      ...model,
      split: data[split],
      classes: run.classes,
      settings: run.experiment.evaluation,
      rivals: rivals ? rivalChoice(rivals, model, run.experiment) : undefined,
      given,
      planted: plantedTruths(run.experiment, split),
      signal,
      onProgress: (progress) => onEvent?.({ kind: 'measured', ...progress }),
    });
    const found = data.slices[split];
    const evaluation = {
      ...{ split, ...(otherData && { otherData }), device: device.description, ...measured },
      ...(Object.keys(found.slices).length > 0 && { slices: measureSlices(measured, found) }),
    };
    await storeEvaluation(directory, evaluation);
    return evaluation;
  } finally {
    await model.executor.close();
  }
}

/** Random weights are those that a training with another seed starts from, also in place of those of a pretrained encoder. */
function rivalChoice({ costlySample, sanity }: RivalSettings, model: Model, { seed }: Experiment): RivalChoice {
  if (!sanity) return { costlySample };
  const { executor, shape } = model;
  const randomizeWeights = () => writeParameters(executor, initialParameters(shape, (seed + 1) % 2 ** 32));
  return { costlySample, randomizeWeights };
}

function noLabelsError(split: EvaluatedSplit): UserError {
  const message = `the ${split} split has no labels: its texts can be explained, but no model is evaluated on them`;
  return new UserError(message, 'Evaluate on --split dev, or add a label column to the test file.');
}

/** The planted truth of every sentence of the split; undefined for other data. */
function plantedTruths({ dataset }: Experiment, split: EvaluatedSplit): PlantedTruth[] | undefined {
  if (dataset.source !== 'planted') return undefined;
  return Array.from(plantedSentences(dataset, split), ({ truth }) => truth);
}
