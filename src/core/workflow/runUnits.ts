import type { Device } from '../../engine/device.ts';
import { FeatureUnits } from '../evaluation/features/featureUnits.ts';
import { neuronsOf, type UnitSource } from '../evaluation/unitSource.ts';
import { autoencoderProgram } from '../model/autoencoder.ts';
import { writeParameters } from '../model/loadModel.ts';
import type { Model } from '../model/model.ts';
import type { ProgramOptions } from '../model/safrProgram.ts';
import { readFeatureParameters, shapeOfFeatures, siteOf, usableFeatures } from '../runs/featureFiles.ts';
import type { StoredModel } from '../runs/loadRunModel.ts';
import { openRunModel } from './runModel.ts';

/** A run's model on a device, and the units by which it is explained. */
export interface RunUnits {
  readonly model: Model;
  readonly run: StoredModel;
  readonly units: UnitSource;
  readonly close: () => Promise<void>;
}

/**
 * Loads a run's best weights with its neurons as units or, where `features` names one of its autoencoders, with the features of that. Errors:
 * UserError as `openRunModel`, `usableFeatures` and `readFeatureParameters`.
 */
export async function openRunUnits(
  device: Device,
  directory: string,
  features: string | null,
  options: Pick<ProgramOptions, 'attribution'> = {},
): Promise<RunUnits> {
  if (features === null) {
    const { model, run } = await openRunModel(device, directory, options);
    return { model, run, units: neuronsOf(model), close: () => model.executor.close() };
  }
  const stored = await usableFeatures(directory, features);
  const [at, shape] = [siteOf(stored), shapeOfFeatures(stored)];
  const parameters = await readFeatureParameters(directory, stored);
  const { model, run } = await openRunModel(device, directory, { ...options, replaced: at });
  const executor = await device.load(autoencoderProgram(shape));
  await writeParameters(executor, parameters);
  const close = async () => {
    await executor.close();
    await model.executor.close();
  };
  return { model, run, units: new FeatureUnits(model, { executor, shape, at }), close };
}
