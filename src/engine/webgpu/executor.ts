import type { Executor } from '../device.ts';
import { elementCount, placeOf, roomOf, type Batch, type BufferSpec, type Program, type Scalars } from '../program.ts';
import { LoweringContext } from './context.ts';
import type { Gpu } from './gpu.ts';
import { noBatch, runFields, type BatchShape, type Call, type Kernel } from './kernel.ts';
import type { Tiles } from './kernels/tile.ts';
import { lower } from './lower.ts';
import { Memory } from './memory.ts';
import { Readback } from './readback.ts';
import { tablesOf } from './tables.ts';

const noScalars: Scalars = { seed: 0, step: 0, learningRate: 0, informationWeight: 0 };

/** A call at its place in the uniform of all calls' constants. */
interface PlacedCall {
  readonly call: Call;
  readonly offset: number;
  group: GPUBindGroup | null;
}

/** Where time stamps of each call of a run go. */
export interface Stamps {
  readonly querySet: GPUQuerySet;
}

/** One program with its buffers on a GPU. A run is one command buffer; it returns before the GPU is done. */
export class WebgpuExecutor implements Executor {
  readonly lag = 4;
  private readonly specs: ReadonlyMap<string, BufferSpec>;
  private readonly routines: ReadonlyMap<string, readonly PlacedCall[]>;
  private readonly memory: Memory;
  private readonly readback: Readback;
  private constants: GPUBuffer | null = null;
  private runValues: GPUBuffer | null = null;
  private sizes: BatchShape = noBatch;
  private readonly gpu: Gpu;
  private readonly program: Program;

  private constructor(gpu: Gpu, program: Program, tiles: Tiles) {
    this.gpu = gpu;
    this.program = program;
    const context = new LoweringContext(program, tiles);
    this.specs = new Map(program.buffers.map((spec) => [spec.name, spec]));
    const step = gpu.device.limits.minUniformBufferOffsetAlignment;
    let offset = 0;
    const place = (call: Call): PlacedCall => ({ call, offset: (offset += step) - step, group: null });
    this.routines = new Map(
      Object.entries(program.routines).map(([name, operations]) => [
        name,
        operations.flatMap((operation) => lower(operation, context)).map(place),
      ]),
    );
    this.memory = new Memory(
      gpu,
      program,
      this.placed.map(({ call }) => call),
    );
    this.readback = new Readback(gpu);
  }

  /** Errors: DeviceFailure where memory is short. */
  static async start(gpu: Gpu, program: Program, tiles: Tiles): Promise<WebgpuExecutor> {
    const executor = new WebgpuExecutor(gpu, program, tiles);
    await executor.prepare();
    return executor;
  }

  private get placed(): PlacedCall[] {
    return [...this.routines.values()].flat();
  }

  private async prepare(): Promise<void> {
    const { gpu, placed } = this;
    const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const bytes = new Uint8Array(placed.length * gpu.device.limits.minUniformBufferOffsetAlignment);
    for (const { call, offset } of placed) bytes.set(new Uint8Array(call.constants), offset);
    this.constants = await gpu.createBuffer('constants', bytes.length, usage);
    this.runValues = await gpu.createBuffer('run', 4 * Object.keys(runFields).length, usage);
    gpu.device.queue.writeBuffer(this.constants, 0, bytes);
    await this.memory.fit(noBatch);
  }

  async write(name: string, values: Float32Array | Int32Array): Promise<void> {
    const count = elementCount(this.spec(name), this.sizes);
    if (values.length !== count) throw new Error(`buffer "${name}" has ${count} elements, not ${values.length}`);
    this.upload(name, values);
  }

  async read(name: string): Promise<Float32Array> {
    this.gpu.check();
    const spec = this.spec(name);
    const count = elementCount(spec, this.sizes);
    if (count === 0) return new Float32Array();
    const bytes = await this.readback.read(this.memory.buffer(name), 4 * count);
    return spec.type === 'f32' ? new Float32Array(bytes) : Float32Array.from(new Int32Array(bytes));
  }

  async run(routine: string, batch: Batch, scalars = noScalars): Promise<void> {
    await this.submit(routine, batch, scalars, null);
  }

  /** A run whose calls write the time stamps 2i and 2i + 1 around themselves. Resolves to the names of the kernels, call by call. */
  runStamped(routine: string, batch: Batch, scalars: Scalars, stamps: Stamps): Promise<string[]> {
    return this.submit(routine, batch, scalars, stamps);
  }

  /** Calls of a routine. */
  callsOf(routine: string): number {
    return this.calls(routine).length;
  }

  private async submit(routine: string, batch: Batch, scalars: Scalars, stamps: Stamps | null): Promise<string[]> {
    this.gpu.check();
    const calls = this.calls(routine);
    const { shape, tables } = tablesOf(batch);
    const room = { ...shape, ...batch.part?.room };
    if (await this.memory.fit(roomOf(this.program, routine, room)))
      for (const placed of this.placed) placed.group = null;
    this.sizes = shape;
    for (const [name, values] of Object.entries(batch.inputs)) if (this.specs.has(name)) await this.write(name, values);
    for (const [name, values] of Object.entries(tables)) this.upload(name, values);
    this.writeRun({ ...shape, ...placeOf(batch), ...scalars });
    const kernels = calls.map(({ call }) => call.kernel(shape));
    const pipelines = await this.pipelines(kernels);
    this.gpu.device.queue.submit([this.encode(calls, pipelines, shape, stamps)]);
    return kernels.map(({ name }) => name);
  }

  /** Those that are not compiled yet are compiled side by side. */
  private async pipelines(kernels: readonly Kernel[]): Promise<GPUComputePipeline[]> {
    const known = kernels.map((kernel) => this.gpu.known(kernel));
    if (known.every((pipeline) => pipeline !== undefined)) return known;
    return Promise.all(kernels.map((kernel) => this.gpu.pipeline(kernel)));
  }

  private encode(
    calls: readonly PlacedCall[],
    pipelines: readonly GPUComputePipeline[],
    shape: BatchShape,
    stamps: Stamps | null,
  ): GPUCommandBuffer {
    const encoder = this.gpu.device.createCommandEncoder();
    let pass = stamps ? null : encoder.beginComputePass();
    calls.forEach((placed, i) => {
      if (stamps) {
        const timestampWrites = { ...stamps, beginningOfPassWriteIndex: 2 * i, endOfPassWriteIndex: 2 * i + 1 };
        pass = encoder.beginComputePass({ timestampWrites });
      }
      const groups = placed.call.groups(shape);
      if (groups > 0) {
        pass!.setPipeline(pipelines[i]!);
        pass!.setBindGroup(0, this.bindGroup(placed, shape));
        pass!.dispatchWorkgroups(...this.grid(groups));
      }
      if (stamps) pass!.end();
    });
    if (!stamps) pass!.end();
    return encoder.finish();
  }

  /** Workgroups on two axes; kernels ignore those over the number. */
  private grid(groups: number): [number, number] {
    const across = Math.min(groups, this.gpu.device.limits.maxComputeWorkgroupsPerDimension);
    return [across, Math.ceil(groups / across)];
  }

  private bindGroup(placed: PlacedCall, shape: BatchShape): GPUBindGroup {
    if (placed.group) return placed.group;
    const { call, offset } = placed;
    const size = Math.max(16, call.constants.byteLength);
    const buffers = call.buffers.map((name) => ({ buffer: this.memory.buffer(name) }));
    const resources = [{ buffer: this.runValues! }, { buffer: this.constants!, offset, size }, ...buffers];
    return (placed.group = this.gpu.device.createBindGroup({
      layout: this.gpu.layout(call.kernel(shape)),
      entries: resources.map((resource, binding) => ({ binding, resource })),
    }));
  }

  private writeRun(values: Record<keyof typeof runFields, number>): void {
    const view = new DataView(new ArrayBuffer(4 * Object.keys(runFields).length));
    Object.entries(runFields).forEach(([name, type], i) => {
      const value = values[name as keyof typeof runFields];
      if (type === 'f32') view.setFloat32(4 * i, value, true);
      else view.setUint32(4 * i, value, true);
    });
    this.gpu.device.queue.writeBuffer(this.runValues!, 0, view.buffer);
  }

  private upload(name: string, values: Float32Array | Int32Array | Uint32Array): void {
    if (values.length)
      this.gpu.device.queue.writeBuffer(this.memory.buffer(name), 0, values as GPUAllowSharedBufferSource);
  }

  async close(): Promise<void> {
    this.memory.close();
    this.readback.close();
    this.constants?.destroy();
    this.runValues?.destroy();
  }

  private calls(routine: string): readonly PlacedCall[] {
    const calls = this.routines.get(routine);
    if (!calls) throw new Error(`the program has no routine "${routine}"`);
    return calls;
  }

  private spec(name: string): BufferSpec {
    const spec = this.specs.get(name);
    if (!spec) throw new Error(`the program has no buffer "${name}"`);
    return spec;
  }
}
