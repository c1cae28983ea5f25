import type { Device } from '../../engine/device.ts';
import { measureFacts } from '../evaluation/facts/neuronFacts.ts';
import type { Sentences } from '../evaluation/observe.ts';
import { readFacts, storeFacts, type StoredFacts } from '../runs/neuronFactsFile.ts';
import { readRun } from '../runs/readRun.ts';
import { weightsHash } from '../runs/weightsHash.ts';
import { readRunData } from './readData.ts';
import { openRunModel } from './runModel.ts';
import { withDevice, withOverrides, type DeviceOverrides, type WorkflowContext } from './workflowContext.ts';

export interface NeuronFactsOptions extends WorkflowContext, DeviceOverrides {
  readonly directory: string;
}

/**
 * What the neurons of a run stand for over its test split: as stored for its weights, or else measured, which takes as long as predicting the
 * split a few times, and stored. Errors: UserError of any step; an aborted signal throws its reason, and nothing is written.
 */
export async function neuronFacts(options: NeuronFactsOptions): Promise<StoredFacts> {
  const { directory } = options;
  const run = await readRun(directory);
  const weights = await weightsHash(directory);
  const stored = await readFacts(directory, weights);
  if (stored) return stored;
  const data = await readRunData(run, options, 'test');
  const facts = await withDevice(withOverrides(run.experiment, options), options, (device) =>
    measureOn(device, data.test, options),
  );
  await storeFacts(directory, weights, facts);
  return facts;
}

async function measureOn(
  device: Device,
  split: Sentences,
  { directory, signal, onEvent }: NeuronFactsOptions,
): Promise<StoredFacts> {
  const { model } = await openRunModel(device, directory);
  try {
    const onProgress = (progress: { sentences: number; of: number }) => onEvent?.({ kind: 'measured', ...progress });
    return { sentences: split.length, layers: await measureFacts({ ...model, split, signal, onProgress }) };
  } finally {
    await model.executor.close();
  }
}
