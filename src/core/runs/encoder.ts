import { copyFile, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../common/userError.ts';
import { openTokenizer, tokenizerFiles } from '../dataset/subword/openTokenizer.ts';
import { SubwordReader } from '../dataset/subwordReader.ts';
import type { Experiment } from '../experiment/schema.ts';
import type { Padding } from '../model/batch.ts';
import { modelShape, type ModelShape } from '../model/modelShape.ts';
import { PretrainedFolder } from '../model/pretrained/folder.ts';
import { readConfig, type PretrainedConfig } from '../model/pretrained/config.ts';

/** The encoder that an experiment fine-tunes: what its folder, or the copy in a run, says of it. */
export interface Encoder {
  /** Folder of its files. */
  readonly path: string;
  readonly config: PretrainedConfig;
  readonly reader: SubwordReader;
}

/** Files of the encoder that a run keeps, as far as they exist. */
export const keptFiles = ['config.json', ...tokenizerFiles] as const;

/** How texts are read. */
interface Reading {
  /** Maximum number of tokens; no text has more than the encoder has positions for. */
  readonly maxLength: number;
  /** Whether texts are pairs, see `joinPair`. */
  readonly readsPairs: boolean;
}

/** How an experiment reads texts. */
export function encoderReading({ dataset, model }: Pick<Experiment, 'dataset' | 'model'>): Reading {
  return { maxLength: model.maxLength, readsPairs: dataset.source === 'files' && dataset.pair };
}

/** Errors: UserError where a file is missing, damaged or of no supported kind. */
export async function openEncoder(path: string, { maxLength, readsPairs }: Reading): Promise<Encoder> {
  const config = await readConfig(join(path, 'config.json'));
  const tokenizer = await openTokenizer(path);
  if (tokenizer.size > config.vocabulary) {
    throw new UserError(
      `${path}: the tokenizer has ${tokenizer.size} tokens, the model knows ${config.vocabulary}`,
      'Config and tokenizer do not belong together: copy the folder again.',
    );
  }
  const longest = Math.min(maxLength, config.encoder.positions);
  return { path, config, reader: new SubwordReader(tokenizer, longest, readsPairs) };
}

/** The experiment with the sizes of its encoder. */
export function withEncoder(experiment: Experiment, { config }: Encoder): Experiment {
  const { width, heads, layers, feedForward, encoder } = config;
  const maxLength = Math.min(experiment.model.maxLength, encoder.positions);
  const model = { ...experiment.model, width, heads, layers, feedForward, maxLength };
  return { ...experiment, model };
}

/** Copies the files that a run keeps into a new folder. */
export async function copyEncoder({ path }: Encoder, to: string): Promise<void> {
  await mkdir(to);
  for (const name of keptFiles) if (existsSync(join(path, name))) await copyFile(join(path, name), join(to, name));
}

/** The model of an experiment; `encoder` is null for a model of its own. */
export function shapeOf(
  experiment: Experiment,
  data: { readonly vocabulary: { readonly size: number }; readonly classes: readonly string[] },
  encoder: Encoder | null,
): ModelShape {
  const vocabulary = encoder?.config.vocabulary ?? data.vocabulary.size;
  return modelShape(experiment, vocabulary, data.classes.length, encoder?.config.encoder);
}

export function paddingOf(
  { model: { padding, maxLength } }: Pick<Experiment, 'model'>,
  encoder: Encoder | null,
): Padding {
  if (encoder) return encoderPadding(encoder);
  return padding === 'max' ? { padding, maxLength } : { padding };
}

/** An encoder of one segment, such as RoBERTa, has it for both texts of a pair, whatever its tokenizer says. */
export function encoderPadding({ reader: { frame }, config }: Encoder): Padding {
  const secondSegment = config.encoder.segments > 1 ? frame.secondSegment : 0;
  return { padding: 'none', frame: { ...frame, secondSegment } };
}

/** The parameters of the encoder in a folder one by one, with a fresh head and mask. Errors: as `PretrainedFolder`. */
export async function* encoderParameters(
  path: string,
  shape: ModelShape,
  seed: number,
): AsyncGenerator<[name: string, values: Float32Array]> {
  const folder = await PretrainedFolder.open(path);
  try {
    yield* folder.parameters(shape, seed, { keepClassifier: false });
  } finally {
    await folder.close();
  }
}
