import * as tf from '@tensorflow/tfjs-core';
import type { Executor } from '../device.ts';
import type { Operation } from '../operations.ts';
import {
  elementCount,
  extent,
  noSizes,
  placeOf,
  type Batch,
  type BufferSpec,
  type Program,
  type Scalars,
} from '../program.ts';
import type { Context } from './context.ts';
import { evaluate } from './operators.ts';

/** A program with one tensor a buffer. */
export class TensorflowExecutor implements Executor {
  readonly #program: Program;
  readonly #specs: ReadonlyMap<string, BufferSpec>;
  readonly #tensors = new Map<string, tf.Tensor>();
  #sizes = noSizes;

  constructor(program: Program) {
    this.#program = program;
    this.#specs = new Map(program.buffers.map((spec) => [spec.name, spec]));
    for (const spec of program.buffers) {
      if (spec.role === 'parameter' || spec.role === 'state')
        this.#put(spec.name, tf.zeros(this.#shape(spec), dtype(spec)));
    }
  }

  async write(name: string, values: Float32Array | Int32Array): Promise<void> {
    const spec = this.#spec(name);
    if (spec.role === 'value' || spec.shape.some((dimension) => typeof dimension !== 'number')) {
      throw new Error(`Buffer ${name} cannot be written: only parameters, state and inputs of a fixed size can.`);
    }
    this.#write(spec, values);
  }

  async read(name: string): Promise<Float32Array> {
    return Float32Array.from(await this.#tensor(name).data());
  }

  async run(routine: string, batch: Batch, scalars?: Scalars): Promise<void> {
    const operations = this.#program.routines[routine];
    if (operations === undefined) throw new Error(`The program has no routine ${routine}.`);
    this.#sizes = batch.sizes;
    this.#forgetValues();
    for (const [name, values] of Object.entries(batch.inputs)) {
      const spec = this.#spec(name);
      if (spec.role !== 'input') throw new Error(`Buffer ${name} is a ${spec.role}, not an input.`);
      this.#write(spec, values);
    }
    const context = this.#context(batch, scalars);
    for (const operation of operations) this.#execute(operation, context);
  }

  async close(): Promise<void> {
    for (const tensor of this.#tensors.values()) tensor.dispose();
    this.#tensors.clear();
  }

  #execute(operation: Operation, context: Context): void {
    const outputs = tf.tidy(() => {
      // Reshaped ones are new even where an operation hands a buffer's own tensor on.
      const shaped = Object.entries(evaluate(operation, context)).map(([name, tensor]) => {
        return [name, tf.reshape(tensor, this.#shape(this.#spec(name)))] as const;
      });
      return Object.fromEntries(shaped);
    });
    for (const [name, tensor] of Object.entries(outputs)) this.#put(name, tensor);
  }

  /** Values are valid within one run: a run must have computed what it reads. */
  #forgetValues(): void {
    for (const { name, role } of this.#program.buffers) {
      if (role !== 'value') continue;
      this.#tensors.get(name)?.dispose();
      this.#tensors.delete(name);
    }
  }

  #write(spec: BufferSpec, values: Float32Array | Int32Array): void {
    const expected = elementCount(spec, this.#sizes);
    if (values.length !== expected) {
      throw new Error(`Buffer ${spec.name} has ${expected} elements, not ${values.length}.`);
    }
    if (values instanceof Int32Array !== (spec.type === 'i32')) throw new Error(`Buffer ${spec.name} is ${spec.type}.`);
    // The backend keeps the array it is given.
    this.#put(spec.name, tf.tensor(values.slice(), this.#shape(spec), dtype(spec)));
  }

  /** Takes the tensor over. */
  #put(name: string, tensor: tf.Tensor): void {
    this.#tensors.get(name)?.dispose();
    this.#tensors.set(name, tensor);
  }

  #shape(spec: BufferSpec): number[] {
    return spec.shape.map((dimension) => extent(dimension, this.#sizes));
  }

  #spec(name: string): BufferSpec {
    const spec = this.#specs.get(name);
    if (spec === undefined) throw new Error(`The program has no buffer ${name}.`);
    return spec;
  }

  #tensor(name: string): tf.Tensor {
    const tensor = this.#tensors.get(this.#spec(name).name);
    if (tensor === undefined) throw new Error(`Buffer ${name} has no value yet in this run.`);
    return tensor;
  }

  #context(batch: Batch, scalars: Scalars | undefined): Context {
    return {
      sizes: batch.sizes,
      place: placeOf(batch),
      get scalars() {
        if (scalars === undefined) throw new Error('This routine needs scalars.');
        return scalars;
      },
      shape: (name) => this.#shape(this.#spec(name)),
      tensor: (name) => this.#tensor(name),
      vector: (name) => tf.reshape(this.#tensor(name), [-1]),
      matrix: (name) => this.#tensor(name) as tf.Tensor2D,
      integers: (name) => this.#tensor(name).dataSync<'int32'>(),
      has: (name) => this.#tensors.has(name),
    };
  }
}

function dtype(spec: BufferSpec): 'float32' | 'int32' {
  return spec.type === 'f32' ? 'float32' : 'int32';
}
