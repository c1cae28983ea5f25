import type { Device } from '../../engine/device.ts';
import { measureFacts } from '../evaluation/facts/neuronFacts.ts';
import type { Sentences } from '../evaluation/observe.ts';
import { factsPlace, readFacts, storeFacts, type StoredFacts } from '../runs/neuronFactsFile.ts';
import { readRun } from '../runs/readRun.ts';
import { readRunData } from './readData.ts';
import { openRunUnits } from './runUnits.ts';
import { withDevice, withOverrides, type DeviceOverrides, type WorkflowContext } from './workflowContext.ts';

export interface NeuronFactsOptions extends WorkflowContext, DeviceOverrides {
  readonly directory: string;
  /** One of its autoencoders, whose features are meant in place of the neurons of the run. */
  readonly features?: string | null | undefined;
}

/**
 * What the neurons of a run, or the features of one of its autoencoders, stand for over its test split: as stored for its weights, or else measured, which takes as long as predicting the
 * split a few times, and stored. Errors: UserError of any step; an aborted signal throws its reason, and nothing is written.
 */
export async function neuronFacts(options: NeuronFactsOptions): Promise<StoredFacts> {
  const { directory, features = null } = options;
  const run = await readRun(directory);
  const place = await factsPlace(directory, features);
  const stored = await readFacts(place);
  if (stored) return stored;
  const data = await readRunData(run, options, 'test');
  const facts = await withDevice(withOverrides(run.experiment, options), options, (device) =>
    measureOn(device, data.test, options),
  );
  await storeFacts(place, facts);
  return facts;
}

async function measureOn(
  device: Device,
  split: Sentences,
  { directory, features = null, signal, onEvent }: NeuronFactsOptions,
): Promise<StoredFacts> {
  const { model, units, close } = await openRunUnits(device, directory, features);
  try {
    const onProgress = (progress: { sentences: number; of: number }) => onEvent?.({ kind: 'measured', ...progress });
    return { sentences: split.length, layers: await measureFacts({ model, units, split, signal, onProgress }) };
  } finally {
    await close();
  }
}
