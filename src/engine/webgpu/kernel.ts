import { noSizes, type Sizes } from '../program.ts';

/** What the work of a batch depends on, in addition to the program. */
export interface BatchShape extends Sizes {
  /** Rows of the longest sentence. */
  readonly longest: number;
  /** Elements of one head's attention weights, over sentences: Σ rows · keys, keys rounded up to a multiple of four. */
  readonly weights: number;
  /** Likewise Σ rows · rows. */
  readonly gram: number;
}

export const noBatch: BatchShape = {
  ...noSizes,
  longest: 0,
  weights: 0,
  gram: 0,
};

type ScalarType = 'u32' | 'f32';
type Layout<Type extends string> = Readonly<Record<string, Type>>;

/** `read f32`: a storage buffer of these elements, only read; `write vec4f`: read and written. */
export type BufferUse = `${'read' | 'write'} ${'f32' | 'i32' | 'u32' | 'vec4f' | 'Sentence'}` | 'write atomic<u32>';

/** A compute shader. */
export interface Kernel {
  readonly name: string;
  readonly code: string;
  /** In the order of their bindings, which begin at 2. */
  readonly buffers: Layout<BufferUse>;
  /** A call's own numbers, in the order of their uniform. */
  readonly constants: Layout<ScalarType>;
}

export interface KernelSource {
  readonly name: string;
  readonly buffers: Layout<BufferUse>;
  readonly constants?: Layout<ScalarType>;
  /** Of a workgroup. */
  readonly threads: number;
  /** Declarations outside the main function. */
  readonly declarations?: string;
  /** The main function's statements. `group`: number of the workgroup, `thread`: of the thread in it. Groups beyond those asked for may run. */
  readonly body: string;
}

/** A kernel from its parts; `run`, `constants` and the buffers are in scope by name. */
export function makeKernel({ name, buffers, constants = {}, threads, declarations = '', body }: KernelSource): Kernel {
  const fields = Object.entries(constants).map(([field, type]) => `${field}: ${type},`);
  const bindings = Object.entries(buffers).map(([buffer, use], i) => {
    const [access, type] = use.split(' ');
    return `@group(0) @binding(${i + 2}) var<storage, ${access === 'read' ? 'read' : 'read_write'}> ${buffer}: array<${type}>;`;
  });
  const code = `// ${name}
${runStruct}
${fields.length ? `struct Constants { ${fields.join(' ')} }\n@group(0) @binding(1) var<uniform> constants: Constants;` : ''}
${bindings.join('\n')}
${declarations}
@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) workgroups: vec3u, @builtin(local_invocation_index) thread: u32) {
  let group = workgroup.y * workgroups.x + workgroup.x;
  ${body}
}
`;
  return { name, code, buffers, constants };
}

/** Numbers of a run, in the order of its uniform; `starts` and `keys` of each sentence are in the table of `Sentence`s. */
export const runFields = {
  rows: 'u32',
  sentences: 'u32',
  types: 'u32',
  places: 'u32',
  pairs: 'u32',
  contentRows: 'u32',
  contentPairs: 'u32',
  firstRow: 'u32',
  firstSentence: 'u32',
  batchSentences: 'u32',
  longest: 'u32',
  seed: 'u32',
  step: 'u32',
  learningRate: 'f32',
  informationWeight: 'f32',
} as const;

const runStruct = `struct Run { ${Object.entries(runFields)
  .map(([field, type]) => `${field}: ${type},`)
  .join(' ')} }
@group(0) @binding(0) var<uniform> run: Run;
// Where a sentence's rows begin, how many there are, how many of them are keys; where its weights (of one head) and its gram matrix begin.
struct Sentence { start: u32, rows: u32, keys: u32, weights: u32, gram: u32, }
fn roundUp(n: u32) -> u32 { return (n + 3u) & ~3u; }`;

/** Scratch that a call needs: elements by name. Contents do not outlast the operation. */
export type Scratch = Readonly<Record<string, (shape: BatchShape) => number>>;

/** A kernel with all it needs but the batch. */
export interface Call {
  /** Some kernels have variants for large and small batches; all have the same buffers and constants. */
  readonly kernel: (shape: BatchShape) => Kernel;
  /** Buffers of the program, of the batch's tables or of scratch, in the order of the kernel's. */
  readonly buffers: readonly string[];
  readonly constants: ArrayBuffer;
  /** Workgroups. */
  readonly groups: (shape: BatchShape) => number;
  readonly scratch: Scratch;
}

interface CallArguments {
  readonly buffers: Readonly<Record<string, string>>;
  readonly constants?: Readonly<Record<string, number>>;
  readonly groups: (shape: BatchShape) => number;
  readonly scratch?: Scratch;
}

/** A call of a kernel: a buffer and a number for each that it declares. */
export function call(
  kernel: Kernel | ((shape: BatchShape) => Kernel),
  { buffers, constants = {}, groups, scratch = {} }: CallArguments,
): Call {
  const chosen = typeof kernel === 'function' ? kernel : () => kernel;
  const declared = chosen(noBatch);
  return {
    kernel: chosen,
    buffers: Object.keys(declared.buffers).map((name) => required(declared, buffers, name)),
    constants: packed(declared, constants),
    groups,
    scratch,
  };
}

function packed(kernel: Kernel, constants: Readonly<Record<string, number>>): ArrayBuffer {
  const fields = Object.entries(kernel.constants);
  const view = new DataView(new ArrayBuffer(Math.ceil(fields.length / 4) * 16));
  fields.forEach(([name, type], i) => {
    const value = required(kernel, constants, name);
    if (type === 'f32') view.setFloat32(4 * i, value, true);
    else view.setUint32(4 * i, value, true);
  });
  return view.buffer;
}

function required<T>({ name }: Kernel, given: Readonly<Record<string, T>>, what: string): T {
  const value = given[what];
  if (value === undefined) throw new Error(`kernel ${name} is not given "${what}"`);
  return value;
}

/** Makes each variant of a kernel once. */
export function variants<Key extends readonly (string | number | boolean)[]>(make: (...key: Key) => Kernel) {
  const made = new Map<string, Kernel>();
  return (...key: Key): Kernel => {
    const name = key.join();
    const kernel = made.get(name) ?? make(...key);
    made.set(name, kernel);
    return kernel;
  };
}
