import type { ModelShape } from '../../../../src/core/model/modelShape.ts';
import { PretrainedFolder } from '../../../../src/core/model/pretrained/folder.ts';

/** The model of a folder with its classification head; with a fresh mask of the given width, if any. */
export async function readEncoder(path: string, maskHidden: number | null = null) {
  const folder = await PretrainedFolder.open(path);
  const classes = folder.classes!;
  const shape: ModelShape = folder.shape(classes.length, maskHidden, folder.config.encoder.positions, 0);
  const parameters = new Map<string, Float32Array>();
  for await (const [name, values] of folder.parameters(shape, 1, { keepClassifier: true }))
    parameters.set(name, values);
  await folder.close();
  return { shape, parameters, classes };
}
