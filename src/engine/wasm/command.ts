import { kernelParameters, type KernelName, type ParameterName } from './kernelParameters.ts';

/** Numbers a command takes from the run: the batch's sizes, the step's scalars and the places of the calling thread. */
export const runValues = [
  'rows',
  'sentences',
  'types',
  'places',
  'pairs',
  'contentRows',
  'contentPairs',
  'firstRow',
  'firstSentence',
  'batchSentences',
  'seed',
  'step',
  'learningRate',
  'informationWeight',
] as const;
type RunValue = (typeof runValues)[number];

/** `scratch`: of a product; `space`: of one sentence; each thread has its own. */
export type Argument = number | RunValue | keyof ThreadSpaces;

/** One call of a kernel by every thread, after (thread, threads). All threads meet at the barrier after it. */
export interface Command {
  readonly kernel: KernelName;
  readonly args: readonly Argument[];
}

/** A command with its arguments given by the names of the kernel's parameters. */
export function call<Kernel extends KernelName>(
  kernel: Kernel,
  args: Readonly<Record<ParameterName<Kernel>, Argument | boolean>>,
): Command {
  const values = kernelParameters(kernel).map((name): Argument | boolean => args[name]);
  return { kernel, args: values.map((value) => (typeof value === 'boolean' ? Number(value) : value)) };
}

export type Routines = readonly (readonly Command[])[];

/** Where a thread works: addresses of its own memory. */
export interface ThreadSpaces {
  readonly scratch: number;
  readonly space: number;
}

/** What a module of kernels exports. */
export type KernelExports = Readonly<Record<KernelName, (...args: number[]) => void>> & {
  /** Sets where `threads` threads meet: two words, 64 bytes apart. */
  readonly setBarrier: (address: number, threads: number) => void;
  /** Returns once every thread has called it. */
  readonly barrier: () => void;
  /** Bytes of scratch a product needs. */
  readonly setTile: (wide: boolean) => void;
  readonly productScratch: () => number;
};

/** Addresses of the words by which the main thread directs the others. */
export const control = {
  barrier: 65536,
  /** i32: index of the routine to run, or one of the orders below. */
  order: 65536 + 128,
  /** i32: set by a thread whose kernel trapped. */
  failed: 65536 + 192,
  /** float64: total of the squared gradients. */
  squares: 65536 + 256,
  /** float64s: the run's values in the order of `runValues`. */
  values: 65536 + 320,
  end: 65536 + 1024,
} as const;

export const orders = { reload: -1, quit: -2 } as const;

/** What every thread makes its instance of the kernels from. */
export interface KernelSetup {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly threads: number;
  /** Whether this process computes with 256-bit vectors (see `useWideVectors`). */
  readonly wide: boolean;
}

/** An instance of the kernels for one of the threads. */
export function instantiate({ module, memory, threads, wide }: KernelSetup): KernelExports {
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports;
  exports.setBarrier(control.barrier, threads);
  exports.setTile(wide);
  return exports;
}

/** One thread's part in a routine. */
export function execute(
  kernels: KernelExports,
  memory: WebAssembly.Memory,
  commands: readonly Command[],
  thread: number,
  threads: number,
  spaces: ThreadSpaces,
): void {
  const values = new Float64Array(memory.buffer, control.values, runValues.length);
  const resolve = (argument: Argument): number => {
    if (typeof argument === 'number') return argument;
    if (argument === 'scratch' || argument === 'space') return spaces[argument];
    return values[runValues.indexOf(argument)]!;
  };
  for (const { kernel, args } of commands) {
    kernels[kernel](thread, threads, ...args.map(resolve));
    kernels.barrier();
  }
}
