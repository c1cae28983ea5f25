import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Executor } from '../device.ts';
import type { Size } from '../operations/size.ts';
import {
  elementCount,
  noSizes,
  placeOf,
  roomOf,
  type Batch,
  type BufferSpec,
  type Program,
  type Scalars,
  type Sizes,
} from '../program.ts';
import { builtFile } from './binary.ts';
import {
  control,
  execute,
  instantiate,
  orders,
  runValues,
  type KernelExports,
  type KernelSetup,
  type Routines,
} from './command.ts';
import { layOut, reserve, sharedMemory, type Capacity, type Layout } from './layout.ts';
import { lower } from './lower.ts';
import type { WorkerPlan, WorkerStart } from './worker.ts';

const noScalars: Scalars = { seed: 0, step: 0, learningRate: 0, informationWeight: 0 };
const sizes = Object.keys(noSizes) as readonly Size[];
const empty: Capacity = { ...noSizes, longest: 0 };

/** Room for batches somewhat larger than the one that made the buffers grow. */
const growth = 1.1;

type ExecutorOptions = Omit<KernelSetup, 'memory'>;

/** One program in one shared memory; the calling thread and `threads` − 1 workers execute it together. */
export class WasmExecutor implements Executor {
  private readonly setup: KernelSetup;
  private readonly kernels: KernelExports;
  private readonly specs: ReadonlyMap<string, BufferSpec>;
  private readonly routineNames: readonly string[];
  private workers: Worker[] = [];
  private capacity = empty;
  private layout: Layout;
  private routines: Routines = [];
  private batch: Batch | undefined;
  private readonly program: Program;

  private constructor(program: Program, options: ExecutorOptions) {
    this.program = program;
    this.setup = { ...options, memory: sharedMemory() };
    this.kernels = instantiate(this.setup);
    this.specs = new Map(program.buffers.map((spec) => [spec.name, spec]));
    this.routineNames = Object.keys(program.routines);
    this.layout = this.layOut(empty);
  }

  static async start(program: Program, options: ExecutorOptions): Promise<WasmExecutor> {
    const executor = new WasmExecutor(program, options);
    await executor.startWorkers();
    executor.plan(empty);
    return executor;
  }

  async write(name: string, values: Float32Array | Int32Array): Promise<void> {
    const spec = this.spec(name);
    const count = elementCount(spec, this.batch?.sizes ?? empty);
    if (values.length !== count) throw new Error(`buffer "${name}" has ${count} elements, not ${values.length}`);
    this.view(spec, count).set(values);
  }

  async read(name: string): Promise<Float32Array> {
    const spec = this.spec(name);
    return Float32Array.from(this.view(spec, elementCount(spec, this.batch?.sizes ?? empty)));
  }

  async run(routine: string, batch: Batch, scalars = noScalars): Promise<void> {
    const index = this.routineNames.indexOf(routine);
    if (index < 0) throw new Error(`the program has no routine "${routine}"`);
    this.fit(roomOf(this.program, routine, batch.part?.room ?? batch.sizes), longestSentence(batch.inputs['starts']));
    this.batch = batch;
    for (const [name, values] of Object.entries(batch.inputs)) if (this.specs.has(name)) await this.write(name, values);
    const values = { ...batch.sizes, ...placeOf(batch), ...scalars };
    new Float64Array(this.setup.memory.buffer, control.values, runValues.length).set(
      runValues.map((name) => values[name]),
    );
    this.order(index);
    execute(this.kernels, this.setup.memory, this.routines[index]!, 0, this.setup.threads, this.layout.threads[0]!);
    this.meet();
    if (this.word(control.failed)[0] !== 0) throw new Error(`a thread of the wasm device failed in "${routine}"`);
  }

  async close(): Promise<void> {
    if (this.workers.length === 0) return;
    this.order(orders.quit);
    const workers = this.workers;
    this.workers = [];
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  private async startWorkers(): Promise<void> {
    const start = (thread: number) => {
      const workerData: WorkerStart = { ...this.setup, thread };
      return new Worker(builtFile('worker.js'), { workerData });
    };
    this.workers = Array.from({ length: this.setup.threads - 1 }, (_, i) => start(i + 1));
    await Promise.all(this.workers.map((worker) => once(worker, 'message')));
    for (const worker of this.workers) worker.unref();
  }

  /** Makes room for a batch; buffers of fixed size keep their addresses. */
  private fit(needed: Sizes, longest: number): void {
    if (sizes.every((size) => needed[size] <= this.capacity[size]) && longest <= this.capacity.longest) return;
    const grown = (now: number, need: number) => (need <= now ? now : Math.ceil(need * growth));
    const capacity: Record<Size, number> & { longest: number } = {
      ...this.capacity,
      longest: Math.max(this.capacity.longest, longest),
    };
    for (const size of sizes) capacity[size] = grown(this.capacity[size], needed[size]);
    this.plan(capacity);
  }

  private plan(capacity: Capacity): void {
    this.layout = this.layOut(capacity);
    this.capacity = capacity;
    this.routines = lower(this.program, this.layout);
    this.workers.forEach((worker, i) => {
      const plan: WorkerPlan = { routines: this.routines, spaces: this.layout.threads[i + 1]! };
      worker.postMessage(plan);
    });
    this.order(orders.reload);
    this.meet();
  }

  private layOut(capacity: Capacity): Layout {
    const layout = layOut(this.program, capacity, this.setup.threads, this.kernels.productScratch());
    reserve(this.setup.memory, layout.end);
    return layout;
  }

  /** Wakes the workers with an order; all meet again once it is carried out, so that the next cannot overtake it. */
  private order(order: number): void {
    this.word(control.order)[0] = order;
    this.meet();
  }

  private meet(): void {
    this.kernels.barrier();
  }

  private word(address: number): Int32Array {
    return new Int32Array(this.setup.memory.buffer, address, 1);
  }

  private view(spec: BufferSpec, count: number): Float32Array | Int32Array {
    const View = spec.type === 'f32' ? Float32Array : Int32Array;
    return new View(this.setup.memory.buffer, this.layout.buffers.get(spec.name), count);
  }

  private spec(name: string): BufferSpec {
    const spec = this.specs.get(name);
    if (!spec) throw new Error(`the program has no buffer "${name}"`);
    return spec;
  }
}

function longestSentence(starts: Float32Array | Int32Array | undefined): number {
  let longest = 0;
  for (let b = 1; b < (starts?.length ?? 0); b++) longest = Math.max(longest, starts![b]! - starts![b - 1]!);
  return longest;
}
