import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../common/userError.ts';
import type { ModelShape } from '../modelShape.ts';
import { elements, initialValues, parameterSpecs, type ParameterSpec } from '../parameters.ts';
import { readConfig, type PretrainedConfig } from './config.ts';
import { openSafetensors, openShards } from './safetensorsReader.ts';
import { storedNames, tensorNames } from './tensorNames.ts';
import type { TensorReader } from './tensorReader.ts';
import { openTorchFile } from './torchReader.ts';
import { weightFileNames } from './weightFiles.ts';

const openers = {
  'model.safetensors': openSafetensors,
  'model.safetensors.index.json': openShards,
  'pytorch_model.bin': openTorchFile,
};

/** A folder of a pretrained encoder, as transformers saves it. */
export class PretrainedFolder {
  readonly path: string;
  readonly config: PretrainedConfig;
  /** Names of the classes that its classification head tells apart, in order; null where it has no such head. */
  readonly classes: readonly string[] | null;
  readonly #tensors: TensorReader;

  private constructor(path: string, config: PretrainedConfig, tensors: TensorReader) {
    this.path = path;
    this.config = config;
    this.#tensors = tensors;
    this.classes = this.#classes();
  }

  /** Opens a folder; the caller closes it. Errors: UserError where a file is missing, damaged or of no supported kind. */
  static async open(path: string): Promise<PretrainedFolder> {
    const config = await readConfig(join(path, 'config.json'));
    const name = weightFileNames.find((name) => existsSync(join(path, name)));
    if (name === undefined) {
      throw new UserError(
        `${path}: has no weights: no ${weightFileNames.join(', ')}`,
        'Save the model in Python with save_pretrained of transformers, or copy the missing file.',
      );
    }
    const tensors = await openers[name](join(path, name));
    try {
      return new PretrainedFolder(path, config, tensors);
    } catch (error) {
      await tensors.close();
      throw error;
    }
  }

  /** The shape of its model with a classifier of so many classes and a mask of the width `maskHidden`. */
  shape(classes: number, maskHidden: number | null, maxLength: number, dropout: number): ModelShape {
    const { vocabulary, width, heads, layers, feedForward, encoder: pretrained } = this.config;
    return { vocabulary, classes, width, heads, layers, feedForward, maskHidden, maxLength, dropout, pretrained };
  }

  /**
   * The parameters of its model one by one, so that they are never in memory together. What the folder does not have is fresh, a function
   * of the seed: the mask, the pooler, and the classifier unless the folder's own is kept. Errors: UserError naming a tensor that is
   * missing or of another shape.
   */
  async *parameters(
    shape: ModelShape,
    seed: number,
    { keepClassifier }: { readonly keepClassifier: boolean },
  ): AsyncGenerator<[name: string, values: Float32Array]> {
    for (const [index, spec] of parameterSpecs(shape).entries()) {
      const stored = spec.name.startsWith('fc.') && !keepClassifier ? null : await this.#stored(spec, keepClassifier);
      yield [spec.name, stored ?? initialValues(spec, index, seed)];
    }
  }

  close(): Promise<void> {
    return this.#tensors.close();
  }

  /** The values of a parameter in the folder; null where it has none and need not. */
  async #stored(spec: ParameterSpec, hasHead: boolean): Promise<Float32Array | null> {
    const names = tensorNames(this.config.architecture, spec.name);
    if (names.length === 0) return null;
    const isOptional = spec.name.startsWith('pooler.') && !hasHead;
    if (isOptional && this.#find(names[0]!) === undefined) return null;
    const skippedRows = spec.name === 'positions.weight' ? this.config.unusedPositions : 0;
    const [rows, ...others] = spec.shape;
    const shape = [rows! / names.length + skippedRows, ...others];
    if (names.length === 1) return (await this.#read(names[0]!, shape)).subarray(skippedRows * elements(others));
    const values = new Float32Array(elements(spec.shape));
    for (const [i, name] of names.entries()) values.set(await this.#read(name, shape), i * elements(shape));
    return values;
  }

  async #read(name: string, shape: readonly number[]): Promise<Float32Array> {
    const { path, shapes } = this.#tensors;
    const stored = this.#find(name);
    if (stored === undefined) throw this.#mismatch(`${path}: has no tensor "${name}"`);
    const found = shapes.get(stored)!;
    if (found.join() === shape.join()) return this.#tensors.read(stored);
    throw this.#mismatch(`${path}: tensor "${stored}" has the shape [${found.join(', ')}], not [${shape.join(', ')}]`);
  }

  /** The name under which the folder stores a tensor. */
  #find(name: string): string | undefined {
    return storedNames(this.config.architecture, name).find((stored) => this.#tensors.shapes.has(stored));
  }

  #classes(): readonly string[] | null {
    const { architecture, labels, isSingleLabel } = this.config;
    const classifier = this.#find(tensorNames(architecture, 'fc.weight')[0]!);
    const count = classifier === undefined ? 0 : this.#tensors.shapes.get(classifier)![0]!;
    if (count < 2 || !isSingleLabel) return null;
    if (labels === null) return Array.from({ length: count }, (_, i) => `LABEL_${i}`);
    if (labels.length === count) return labels;
    throw this.#mismatch(
      `${this.#tensors.path}: the classifier has ${count} classes, "id2label" names ${labels.length}`,
    );
  }

  #mismatch(what: string): UserError {
    return new UserError(what, `Config and weights of ${this.path} do not belong together: copy the folder again.`);
  }
}
