import { constants, existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryName, writeJson } from '../../../common/atomicWrite.ts';
import { fileProblem } from '../../../common/fileProblem.ts';
import { replace } from '../../../common/replace.ts';
import { UserError } from '../../../common/userError.ts';
import { checkFileName } from '../../../common/windowsFileName.ts';
import { tokenizerFiles } from '../../dataset/subword/openTokenizer.ts';
import type { ModelShape } from '../../model/modelShape.ts';
import type { Parameters } from '../../model/parameters.ts';
import { parseConfig, type Architecture } from '../../model/pretrained/config.ts';
import { writeSafetensors } from '../../model/safetensors.ts';
import { encoderTensors } from './encoderTensors.ts';

/** A trained encoder with a classification head. */
export interface TrainedEncoder {
  readonly shape: ModelShape;
  readonly parameters: Parameters;
  /** Names of the classes in order. */
  readonly classes: readonly string[];
  /** Ids of the special tokens, which the mask leaves alone. */
  readonly special: ReadonlySet<number>;
  /** The folder that has its `config.json` and the files of its tokenizer. */
  readonly origin: string;
}

const classifiers: Readonly<Record<Architecture, string>> = {
  bert: 'BertForSequenceClassification',
  distilbert: 'DistilBertForSequenceClassification',
  roberta: 'RobertaForSequenceClassification',
};

/**
 * Writes an encoder as a new folder that transformers opens as a plain model for sequence classification, completely or not at all: its
 * mask is in its word embeddings. Errors: UserError where `path` exists, or a file cannot be read or written.
 */
export async function writeEncoder(encoder: TrainedEncoder, path: string): Promise<void> {
  const configPath = join(encoder.origin, 'config.json');
  const text = await readFile(configPath, 'utf8').catch((error: unknown) => {
    throw fileProblem(configPath, error, 'read');
  });
  const config = parseConfig(text, configPath);
  const { shape, parameters, classes, special } = encoder;
  if (shape.activeNeurons !== undefined) {
    throw new UserError(
      'the encoder keeps model.activeNeurons neurons per token, which no model of transformers does',
      'Export it as ONNX, with --format onnx.',
    );
  }
  await newFolder(path, async (folder) => {
    const file = {
      ...(JSON.parse(text) as object),
      ...headFields(classes),
      architectures: [classifiers[config.architecture]],
    };
    await writeJson(join(folder, 'config.json'), file);
    const tensors = encoderTensors(config, shape, parameters, special);
    await writeSafetensors(join(folder, 'model.safetensors'), tensors, { format: 'pt' }); // required by transformers
    for (const name of tokenizerFiles) await copyIfThere(join(encoder.origin, name), join(folder, name));
  });
}

/** What a config says about the classification head. */
function headFields(classes: readonly string[]) {
  return {
    id2label: Object.fromEntries(classes.entries()),
    label2id: Object.fromEntries(classes.map((name, i) => [name, i])),
    problem_type: 'single_label_classification',
    dtype: 'float32',
  };
}

async function copyIfThere(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw fileProblem(from, error, 'read');
  });
}

/** Makes a folder that is either complete or not there. */
async function newFolder(path: string, fill: (folder: string) => Promise<void>): Promise<void> {
  checkFileName(path);
  if (existsSync(path)) throw new UserError(`${path}: exists already`, 'Choose another folder, or remove it first.');
  const temporaryPath = temporaryName(path);
  try {
    await mkdir(temporaryPath);
    await fill(temporaryPath);
    await replace(temporaryPath, path);
  } catch (error) {
    await rm(temporaryPath, { recursive: true, force: true });
    throw fileProblem(path, error, 'written');
  }
}
