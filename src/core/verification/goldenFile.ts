import { UserError } from '../../common/userError.ts';
import type { Sentence } from '../model/batch.ts';
import { parameterSpecs, type ParameterSpec } from '../model/parameters.ts';
import type { TrainingObjective } from '../model/safrProgram.ts';
import type { ModelShape } from '../model/modelShape.ts';
import { shapeProblem } from '../model/shapeProblem.ts';
import type { Safetensors } from '../model/safetensors.ts';

/** Access to the tensors and metadata of a golden file. Errors: UserError naming the file and what is missing. */
export class GoldenFile {
  readonly shape: ModelShape;
  readonly objective: TrainingObjective & { readonly interaction: number };
  readonly steps: number;
  readonly learningRate: number;
  readonly sentences: readonly Sentence[];
  readonly #file: Safetensors;
  readonly #path: string;

  constructor(file: Safetensors, path: string) {
    this.#file = file;
    this.#path = path;
    this.shape = shapeOf((name) => this.#number(name), file.tensors.get('init.fc.bias')?.shape[0] ?? 2);
    this.objective = {
      importance: this.#number('lambda_imp'),
      importanceSite: 'embedding',
      interaction: this.#number('lambda_inter'),
      information: false,
      gradientClip: null,
    };
    this.steps = this.#number('steps');
    this.learningRate = this.#number('lr');
    const problem = shapeProblem(this.shape, file.tensors.size);
    if (problem !== null) throw this.#problem(`its metadata has no valid model shape: ${problem}`);
    this.sentences = this.#readSentences();
    this.#checkNoise();
  }

  /** All parameters except the embedding. */
  get otherParameters(): readonly ParameterSpec[] {
    return parameterSpecs(this.shape).slice(1);
  }

  readonly optional = (tensor: string): Float32Array | undefined => {
    const values = this.#file.tensors.get(tensor)?.values;
    return values instanceof Float32Array ? values : undefined;
  };

  values(tensor: string): Float32Array | Float64Array {
    const values = this.#file.tensors.get(tensor)?.values;
    if (values instanceof Float32Array || values instanceof Float64Array) return values;
    throw this.#problem(`tensor "${tensor}" is missing or does not hold floats`);
  }

  /** The Gumbel noise of a step (from 0): [rows, 2]. */
  noise(step: number): Float32Array {
    const all = this.values('gumbel_noise') as Float32Array;
    const size = all.length / this.steps;
    return all.subarray(step * size, (step + 1) * size);
  }

  #checkNoise(): void {
    const { length } = this.values('gumbel_noise');
    const rows = this.sentences.length * this.shape.maxLength;
    if (length === this.steps * rows * 2) return;
    throw this.#problem(`tensor "gumbel_noise" has ${length} values, not ${this.steps} steps of ${rows} rows of 2`);
  }

  #readSentences(): Sentence[] {
    const ids = this.#integers('input_ids');
    const labels = this.#integers('labels');
    const lengths = this.#integers('lengths');
    const { vocabulary, classes, maxLength } = this.shape;
    this.#checkRange('input_ids', ids, lengths.length * maxLength, vocabulary - 1);
    this.#checkRange('labels', labels, lengths.length, classes - 1);
    this.#checkRange('lengths', lengths, lengths.length, maxLength);
    return lengths.map((length, b) => {
      const start = b * this.shape.maxLength;
      return { ids: Int32Array.from(ids.slice(start, start + length)), label: labels[b]! };
    });
  }

  #checkRange(tensor: string, values: readonly number[], count: number, max: number): void {
    if (values.length !== count) throw this.#problem(`tensor "${tensor}" has ${values.length} values, not ${count}`);
    const wrong = values.find((value) => value < 0 || value > max);
    if (wrong !== undefined) throw this.#problem(`tensor "${tensor}" holds ${wrong}; allowed: 0 … ${max}`);
  }

  #integers(tensor: string): number[] {
    const values = this.#file.tensors.get(tensor)?.values;
    if (values instanceof BigInt64Array) return Array.from(values, Number);
    throw this.#problem(`tensor "${tensor}" is missing or is not of type I64`);
  }

  #number(name: string): number {
    const text = this.#file.metadata[name];
    if (text !== undefined && Number.isFinite(Number(text))) return Number(text);
    throw this.#problem(`metadata "${name}" is ${text === undefined ? 'missing' : `"${text}", not a number`}`);
  }

  #problem(what: string): UserError {
    return new UserError(`${this.#path}: not a golden file: ${what}`, 'Give a golden file, see the README next to it.');
  }
}

/** Reads the shape of the model from the metadata of a golden file. */
export function shapeOf(number: (name: string) => number, classes: number): ModelShape {
  return {
    vocabulary: number('vocab'),
    classes,
    width: number('d_model'),
    heads: number('heads'),
    layers: number('layers'),
    feedForward: number('d_ff'),
    maskHidden: number('mask_hidden'),
    maxLength: number('max_len'),
    dropout: 0,
    pretrained: null,
  };
}
