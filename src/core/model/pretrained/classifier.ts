import { UserError } from '../../../common/userError.ts';
import type { ModelShape } from '../modelShape.ts';
import { PretrainedFolder } from './folder.ts';

/** A folder whose head gives a text one of several classes. */
export interface Classifier {
  readonly folder: PretrainedFolder;
  /** Names of the classes in order. */
  readonly classes: readonly string[];
}

/** Opens a folder with a classification head; the caller closes it. Errors: as `PretrainedFolder`; UserError without such a head. */
export async function openClassifier(path: string): Promise<Classifier> {
  const folder = await PretrainedFolder.open(path);
  const { classes } = folder;
  if (classes) return { folder, classes };
  await folder.close();
  throw new UserError(
    `${path}: has no classification head that gives a text one of several classes`,
    'Name the folder of a fine-tuned model for sequence classification, or fine-tune this one in an experiment.',
  );
}

/** Errors: as `openClassifier`. */
export async function readClasses(path: string): Promise<readonly string[]> {
  const { folder, classes } = await openClassifier(path);
  await folder.close();
  return classes;
}

/** The parameters of a folder with its own head, whose classes come in this order (`ClassOrder`). Errors: as `PretrainedFolder`. */
export async function* classifierParameters(
  path: string,
  shape: ModelShape,
  order: readonly number[],
): AsyncGenerator<[name: string, values: Float32Array]> {
  const folder = await PretrainedFolder.open(path);
  try {
    for await (const [name, values] of folder.parameters(shape, 0, { keepClassifier: true })) {
      yield [name, name.startsWith('fc.') ? rowsInOrder(values, order) : values];
    }
  } finally {
    await folder.close();
  }
}

function rowsInOrder(values: Float32Array, order: readonly number[]): Float32Array {
  const size = values.length / order.length;
  const ordered = new Float32Array(values.length);
  order.forEach((from, to) => ordered.set(values.subarray(from * size, (from + 1) * size), to * size));
  return ordered;
}
