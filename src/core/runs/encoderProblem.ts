import { join } from 'node:path';
import { UserError } from '../../common/userError.ts';
import { layerNumbers, missingLayer } from '../experiment/layers.ts';
import { problemAt, readExperimentText } from '../experiment/parseExperiment.ts';
import { defaultMaxLength, type Experiment } from '../experiment/schema.ts';
import { readConfig, type PretrainedConfig } from '../model/pretrained/config.ts';
import { findPretrainedFolder } from '../model/pretrained/findFolder.ts';
import { MissingModelError } from '../model/pretrained/missingModelError.ts';

/** What an experiment asks of its encoder that this does not have. */
export interface EncoderProblem {
  /** JSON paths in the experiment file, the best one first; a sweep has the value elsewhere. */
  readonly paths: readonly (string | number)[][];
  readonly message: string;
  readonly remedy: string;
  /** The name of a model that is missing and may be downloaded from the hub. */
  readonly download?: string;
}

type Sized = Pick<Experiment, 'model' | 'safr' | 'training'>;

/** The first problem of an experiment with the encoder in the folder `path`; null: it has none. */
export function encoderProblem(
  { model, safr, training }: Sized,
  path: string,
  config: PretrainedConfig,
): EncoderProblem | null {
  const { layers, feedForward, encoder } = config;
  const { maxLength, trainable, activeNeurons } = model;
  if (typeof trainable === 'number' && trainable > layers) {
    return {
      paths: placesOf(['model', 'trainable']),
      message: `model.trainable is ${trainable}; ${path} has ${layers} blocks`,
      remedy: `Give at most ${layers}, "head" or "all".`,
    };
  }
  if (maxLength > encoder.positions && maxLength !== defaultMaxLength) {
    return {
      paths: placesOf(['model', 'maxLength']),
      message: `model.maxLength is ${maxLength}; ${path} reads at most ${encoder.positions} tokens`,
      remedy: `Give at most ${encoder.positions}.`,
    };
  }
  const { firingRate, firingRateGroups } = training;
  const ofNeurons = [
    { place: ['model', 'activeNeurons'], count: activeNeurons },
    { place: ['training', 'firingRateGroups'], count: firingRate === null ? null : firingRateGroups },
  ];
  for (const { place, count } of ofNeurons) {
    if (count === null || count <= feedForward) continue;
    return {
      paths: placesOf(place),
      message: `${place.join('.')} is ${count}; ${path} has ${feedForward} neurons per block`,
      remedy: `Give at most ${feedForward}.`,
    };
  }
  const missing = missingLayer(safr, layers);
  if (!missing) return null;
  const [section, field, index] = missing.path;
  return {
    paths: [missing.path, ...placesOf([section, field])],
    message: `${section}.${field}[${index}] is ${missing.number}; ${path} has ${layers} blocks`,
    remedy: `Give numbers from ${layerNumbers(layers)}, or "all".`,
  };
}

/** A field, and its values in a sweep. */
const placesOf = (path: readonly string[]) => [[...path], ['sweep', path.join('.')]];

/** Errors: UserError with file, line and column. */
export function checkEncoder(
  experiment: Sized,
  encoder: { path: string; config: PretrainedConfig },
  file: string,
): void {
  const found = encoderProblem(experiment, encoder.path, encoder.config);
  if (found === null) return;
  const { line, column } = problemAt(readExperimentText(file), found.paths, found.message);
  throw new UserError(`${file}:${line}:${column}: ${found.message}`, found.remedy);
}

/** The first problem of an experiment in the folder `baseDir` with its encoder, or why that cannot be read; null: there is none. */
export async function findEncoderProblem(experiment: Sized, baseDir: string): Promise<EncoderProblem | null> {
  const { pretrained } = experiment.model;
  if (pretrained === undefined) return null;
  try {
    const path = await findPretrainedFolder(pretrained, baseDir);
    return encoderProblem(experiment, path, await readConfig(join(path, 'config.json')));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { message, remedy } = error;
    const download = error instanceof MissingModelError ? { download: error.model } : {};
    return { paths: placesOf(['model', 'pretrained']), message, remedy, ...download };
  }
}
