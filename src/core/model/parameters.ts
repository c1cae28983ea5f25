import { boxMuller, threefry, uniform } from '../../common/random.ts';
import type { ModelShape } from './modelShape.ts';

/** A tensor of the model, trained or estimated in training, as the program holds it. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** How PyTorch or, in pretrained encoders, transformers starts it: N(0, deviation²), uniform ±1/√fanIn, ones, zeros. */
  readonly start: Start;
  /** PyTorch's names of the equal parts that it consists of; its own name if it is one part. */
  readonly torchNames: readonly string[];
}

type Start =
  | { readonly kind: 'normal'; readonly deviation: number }
  | { readonly kind: 'uniform'; readonly fanIn: number }
  | { readonly kind: 'constant'; readonly value: number };

export type Parameters = ReadonlyMap<string, Float32Array>;

/** A tensor under PyTorch's name and shape; a linear layer's weight is [out, in]. */
export interface TorchTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const packed = ['query', 'key', 'value'];

/** Standard deviation of fresh weights in pretrained encoders (`initializer_range` of transformers). */
const encoderDeviation = 0.02;

/** All parameters of the model in a fixed order. Queries, keys and values are one linear layer of width 3·D. */
export function parameterSpecs(shape: ModelShape): ParameterSpec[] {
  const { width, feedForward, maskHidden, pretrained } = shape;
  const linear = pretrained ? encoderLinear : torchLinear;
  const specs = [table('embedding.weight', shape.vocabulary, width, pretrained ? encoderDeviation : 1)];
  if (maskHidden !== null) {
    specs.push(
      ...torchLinear('vmask.linear_layer', width, maskHidden),
      ...torchLinear('vmask.hidden2p', maskHidden, 2),
    );
  }
  if (pretrained) {
    specs.push(table('positions.weight', pretrained.positions, width, encoderDeviation));
    if (pretrained.segments > 0) specs.push(table('segments.weight', pretrained.segments, width, encoderDeviation));
    specs.push(...norm('embeddingNorm', width));
  }
  for (let i = 0; i < shape.layers; i++) {
    const layer = `layers.${i}`;
    specs.push(
      ...linear(`${layer}.attention.qkv`, width, 3 * width, (kind) =>
        packed.map((part) => `${layer}.attention.${part}.${kind}`),
      ),
      ...linear(`${layer}.attention.out`, width, width),
      ...norm(`${layer}.norm1`, width),
      ...linear(`${layer}.ff.linear1`, width, feedForward),
      ...linear(`${layer}.ff.linear2`, feedForward, width),
      ...norm(`${layer}.norm2`, width),
    );
  }
  if (pretrained) specs.push(...linear('pooler', width, width));
  specs.push(...linear('fc', width, shape.classes));
  if (shape.activeNeurons !== undefined) {
    for (let i = 0; i < shape.layers; i++) {
      const name = thresholdOf(i);
      specs.push({ name, shape: [1], start: { kind: 'constant', value: 0 }, torchNames: [name] });
    }
  }
  return specs;
}

const thresholdSuffix = '.ff.threshold';

/** BatchTopK's threshold of a block in predictions: the running mean of those of the training batches, estimated rather than trained. */
export const thresholdOf = (layer: number) => `layers.${layer}${thresholdSuffix}`;

/** Whether a parameter is estimated in training rather than trained by gradients. */
export const isEstimated = (parameter: string) => parameter.endsWith(thresholdSuffix);

function table(name: string, rows: number, width: number, deviation: number): ParameterSpec {
  return { name, shape: [rows, width], start: { kind: 'normal', deviation }, torchNames: [name] };
}

type TorchNames = (kind: string) => readonly string[];

/** A linear layer as PyTorch starts it. */
function torchLinear(name: string, fanIn: number, out: number, torchNames?: TorchNames): ParameterSpec[] {
  const start = { kind: 'uniform', fanIn } as const;
  return linearSpecs(name, fanIn, out, start, start, torchNames);
}

/** A linear layer as transformers starts it. */
function encoderLinear(name: string, fanIn: number, out: number, torchNames?: TorchNames): ParameterSpec[] {
  const weight = { kind: 'normal', deviation: encoderDeviation } as const;
  return linearSpecs(name, fanIn, out, weight, { kind: 'constant', value: 0 }, torchNames);
}

function linearSpecs(
  name: string,
  fanIn: number,
  out: number,
  weight: Start,
  bias: Start,
  torchNames: TorchNames = (kind) => [`${name}.${kind}`],
): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [out, fanIn], start: weight, torchNames: torchNames('weight') },
    { name: `${name}.bias`, shape: [out], start: bias, torchNames: torchNames('bias') },
  ];
}

function norm(name: string, width: number): ParameterSpec[] {
  const start = (value: number) => ({ kind: 'constant', value }) as const;
  return [
    { name: `${name}.weight`, shape: [width], start: start(1), torchNames: [`${name}.weight`] },
    { name: `${name}.bias`, shape: [width], start: start(0), torchNames: [`${name}.bias`] },
  ];
}

/** Random streams of initial values lie apart from those of dropout and Gumbel noise, which count from 0. */
const initialStream = 1 << 16;

/** Fresh parameters, a function of the seed alone. */
export function initialParameters(shape: ModelShape, seed: number): Map<string, Float32Array> {
  return new Map(parameterSpecs(shape).map((spec, i) => [spec.name, initialValues(spec, i, seed)]));
}

/** Fresh values of the parameter `index` of `parameterSpecs`. */
export function initialValues({ shape, start }: ParameterSpec, index: number, seed: number): Float32Array {
  const stream = initialStream + index;
  const values = new Float32Array(elements(shape));
  if (start.kind === 'constant') return values.fill(start.value);
  const bound = start.kind === 'uniform' ? 1 / Math.sqrt(start.fanIn) : 0;
  for (let i = 0; i < values.length; i += 2) {
    const [u, v] = threefry(seed, stream, 0, i).map(uniform) as [number, number];
    const pair =
      start.kind === 'normal'
        ? boxMuller(u, v).map((x) => x * start.deviation)
        : [(2 * u - 1) * bound, (2 * v - 1) * bound];
    values[i] = pair[0]!;
    if (i + 1 < values.length) values[i + 1] = pair[1]!;
  }
  return values;
}

/** Values of buffers by name: in memory, or read one by one from a device or a file. */
export interface BufferValues {
  get(name: string): Float32Array | Promise<Float32Array> | undefined;
}

/** The parameters under PyTorch's names and shapes; views, not copies. */
export function toTorch(shape: ModelShape, parameters: Parameters): TorchTensor[] {
  return parameterSpecs(shape).flatMap((spec) => torchParts(spec, parameters.get(spec.name)!));
}

/** Names and shapes of what `torchValues` yields. */
export function torchEntries(shape: ModelShape): Pick<TorchTensor, 'name' | 'shape'>[] {
  return parameterSpecs(shape).flatMap((spec) =>
    spec.torchNames.map((name) => ({ name, shape: [spec.shape[0]! / spec.torchNames.length, ...spec.shape.slice(1)] })),
  );
}

/** The values of PyTorch's tensors one by one; views, not copies. */
export async function* torchValues(shape: ModelShape, parameters: BufferValues): AsyncGenerator<Float32Array> {
  for (const spec of parameterSpecs(shape)) {
    for (const { values } of torchParts(spec, (await parameters.get(spec.name))!)) yield values;
  }
}

function torchParts(spec: ParameterSpec, values: Float32Array): TorchTensor[] {
  const parts = spec.torchNames.length;
  const size = values.length / parts;
  return spec.torchNames.map((name, i) => ({
    name,
    shape: [spec.shape[0]! / parts, ...spec.shape.slice(1)],
    values: values.subarray(i * size, (i + 1) * size),
  }));
}

/**
 * Parameters from tensors under PyTorch's names. Errors: an Error naming the tensor that is missing or of another size; the caller
 * knows the file.
 */
export function fromTorch(
  shape: ModelShape,
  tensor: (name: string) => Float32Array | undefined,
): Map<string, Float32Array> {
  return new Map(parameterSpecs(shape).map((spec) => [spec.name, joined(spec, spec.torchNames.map(tensor))]));
}

/** Like `fromTorch`, one parameter after another. */
export async function* readTorch(
  shape: ModelShape,
  tensor: (name: string) => Promise<Float32Array | undefined>,
): AsyncGenerator<[name: string, values: Float32Array]> {
  for (const spec of parameterSpecs(shape)) {
    const parts: (Float32Array | undefined)[] = [];
    for (const name of spec.torchNames) parts.push(await tensor(name));
    yield [spec.name, joined(spec, parts)];
  }
}

/** A parameter from its parts; not a copy where there is one. */
function joined(spec: ParameterSpec, parts: readonly (Float32Array | undefined)[]): Float32Array {
  const size = elements(spec.shape) / parts.length;
  const checked = parts.map((part, i) => {
    const name = spec.torchNames[i]!;
    if (!part) throw new Error(`tensor "${name}" is missing`);
    if (part.length !== size) throw new Error(`tensor "${name}" has ${part.length} values, not ${size}`);
    return part;
  });
  if (checked.length === 1) return checked[0]!;
  const values = new Float32Array(elements(spec.shape)); // only now: the shape may be of a file with any numbers
  checked.forEach((part, i) => values.set(part, i * size));
  return values;
}

/** Number of values of a tensor. */
export function elements(shape: readonly number[]): number {
  return shape.reduce((product, d) => product * d, 1);
}
