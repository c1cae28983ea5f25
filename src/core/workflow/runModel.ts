import type { Device } from '../../engine/device.ts';
import type { Model } from '../model/model.ts';
import { loadModel } from '../model/loadModel.ts';
import { safrProgram, type ProgramOptions } from '../model/safrProgram.ts';
import { paddingOf } from '../runs/encoder.ts';
import { encoderOf } from '../runs/openTextReader.ts';
import { openStoredModel, type StoredModel } from '../runs/loadRunModel.ts';

/** Loads a run's best weights onto a device; the caller closes `model.executor`. Errors: as `loadRunModel`. */
export async function openRunModel(
  device: Device,
  directory: string,
  options: ProgramOptions = {},
): Promise<{ model: Model; run: StoredModel }> {
  const run = await openStoredModel(directory);
  const { shape, parameters, experiment } = run;
  const executor = await loadModel(device, safrProgram(shape, undefined, options), shape, parameters());
  return {
    model: { executor, shape, padding: paddingOf(experiment, await encoderOf({ directory, experiment })) },
    run,
  };
}
