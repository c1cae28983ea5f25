import type { Device } from '../../engine/device.ts';
import type { TextReader } from '../dataset/textReader.ts';
import { loadModel } from '../model/loadModel.ts';
import type { Model } from '../model/model.ts';
import { openClassifier } from '../model/pretrained/classifier.ts';
import { safrProgram, type ProgramOptions } from '../model/safrProgram.ts';
import { encoderPadding, openEncoder } from '../runs/encoder.ts';

/** A Hugging Face folder with its own classification head, on a device. It reads texts as long as its encoder does. */
export interface FolderModel {
  readonly model: Model;
  readonly reader: TextReader;
  /** Names of its classes. */
  readonly classes: readonly string[];
}

export interface FolderOptions extends ProgramOptions {
  /** Whether it reads pairs of texts, see `joinPair`. */
  readonly readsPairs?: boolean;
}

/** The caller closes `model.executor`. Errors: as `openEncoder` and `openClassifier`. */
export async function openFolderModel(
  device: Device,
  path: string,
  { readsPairs = false, ...options }: FolderOptions = {},
): Promise<FolderModel> {
  const encoder = await openEncoder(path, { maxLength: Infinity, readsPairs });
  const { folder, classes } = await openClassifier(path);
  try {
    const shape = folder.shape(classes.length, null, folder.config.encoder.positions, 0);
    const parameters = folder.parameters(shape, 0, { keepClassifier: true });
    const executor = await loadModel(device, safrProgram(shape, undefined, options), shape, parameters);
    return { model: { executor, shape, padding: encoderPadding(encoder) }, reader: encoder.reader, classes };
  } finally {
    await folder.close();
  }
}
