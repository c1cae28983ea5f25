import { UserError } from '../../common/userError.ts';
import type { Device } from '../../engine/device.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { FeatureUnits } from '../evaluation/features/featureUnits.ts';
import { measureFeatures } from '../evaluation/features/measureFeatures.ts';
import { byUnit } from '../evaluation/observe.ts';
import { autoencoderProgram } from '../model/autoencoder.ts';
import { widthOf, type ActivationSite } from '../model/forward.ts';
import { writeParameters } from '../model/loadModel.ts';
import { storeFeatures, type FeatureSite, type StoredFeatures } from '../runs/featureFiles.ts';
import { readRun } from '../runs/readRun.ts';
import { weightsHash } from '../runs/weightsHash.ts';
import { trainAutoencoder, type TrainAutoencoderOptions } from '../training/trainAutoencoder.ts';
import { readRunData, checkRunData } from './readData.ts';
import { openRunModel } from './runModel.ts';
import { withDevice, withOverrides, type DeviceOverrides, type WorkflowContext } from './workflowContext.ts';

/** Features per element of the activations. */
const expansion = 4;

export interface FeatureSettings {
  readonly site: FeatureSite;
  /** From 0, for `ffn`; the last one where left out. */
  readonly layer?: number | undefined;
  readonly active: number;
  /** Activations to train on, as `AutoencoderTraining.tokens`. */
  readonly tokens: number;
  readonly learningRate: number;
  readonly seed: number;
}

export interface TrainFeaturesOptions extends WorkflowContext, DeviceOverrides {
  readonly directory: string;
  readonly settings: FeatureSettings;
  /** Called after every step of the training, see `trainAutoencoder`. */
  readonly onTraining?: TrainAutoencoderOptions['onProgress'];
}

/**
 * Trains a sparse autoencoder on the activations of a run's best weights over its training texts, measures its features on the test split
 * and stores both in the run. Errors: UserError of any step; an aborted signal throws its reason, and nothing is written.
 */
export async function trainFeatures(options: TrainFeaturesOptions): Promise<StoredFeatures> {
  const { directory } = options;
  const run = await readRun(directory);
  if (run.status === 'running') throw new UserError(`run ${run.id} is still being trained`, 'Wait for it, or stop it.');
  const at = siteOfSettings(options.settings, run.experiment.model);
  const data = await readRunData(run, options, 'train');
  checkRunData(run, 'test', { classes: data.classes, files: data.source.files, identity: data.identities.test });
  return withDevice(withOverrides(run.experiment, options), options, (device) => trainOn(device, data, at, options));
}

async function trainOn(
  device: Device,
  data: Dataset,
  at: ActivationSite,
  options: TrainFeaturesOptions,
): Promise<StoredFeatures> {
  const { directory, settings, signal, onEvent } = options;
  const weights = await weightsHash(directory);
  const { model, run } = await openRunModel(device, directory, { replaced: at });
  try {
    const { active, tokens, learningRate, seed, site } = settings;
    const width = widthOf(model.shape, at);
    const shape = { width, features: expansion * width, active };
    const training = { at, shape, tokens, learningRate, seed };
    const start = performance.now();
    const { parameters, ...counts } = await trainAutoencoder({
      ...{ device, model, texts: data.train, training, signal },
      onProgress: options.onTraining,
    });
    const seconds = (performance.now() - start) / 1000;
    const executor = await device.load(autoencoderProgram(shape));
    try {
      await writeParameters(executor, parameters);
      const evaluation = await measureFeatures({
        model,
        units: new FeatureUnits(model, { executor, shape, at }),
        split: byUnit(data.test, run.experiment.evaluation.unit),
        settings: run.experiment.evaluation,
        signal,
        onProgress: (progress) => onEvent?.({ kind: 'measured', ...progress }),
      });
      const layer = at.site === 'ffn' ? at.layer : null;
      const { features } = shape;
      const document = { ...{ site, layer, active, features, width, tokens, learningRate, seed, weights }, ...counts };
      return await storeFeatures(
        directory,
        { ...document, seconds, device: device.description, evaluation },
        parameters,
      );
    } finally {
      await executor.close();
    }
  } finally {
    await model.executor.close();
  }
}

/** Errors: UserError for a layer that the model lacks. */
function siteOfSettings({ site, layer }: FeatureSettings, { layers }: { readonly layers: number }): ActivationSite {
  if (site === 'embedding') return { site };
  if ((layer ?? 0) >= layers) {
    throw new UserError(`the model has no layer ${layer! + 1}`, `Allowed: --layer 1 to ${layers}.`);
  }
  return { site, layer: layer ?? layers - 1 };
}
