import { elementCount, type Program } from '../program.ts';
import type { Gpu } from './gpu.ts';
import { noBatch, type BatchShape, type Call } from './kernel.ts';
import { tableSizes } from './tables.ts';

/** Room for batches somewhat larger than the one that made a buffer grow. */
const growth = 1.25;

/** The GPU's buffers of a program by name, with scratch and the batch's tables. All elements take four bytes. */
export class Memory {
  private readonly buffers = new Map<string, GPUBuffer>();
  private readonly needs = new Map<string, (shape: BatchShape) => number>();
  private readonly gpu: Gpu;

  constructor(gpu: Gpu, program: Program, calls: readonly Call[]) {
    this.gpu = gpu;
    for (const spec of program.buffers) this.needs.set(spec.name, (shape) => elementCount(spec, shape));
    for (const [name, elements] of Object.entries(tableSizes)) this.needs.set(name, elements);
    for (const { scratch } of calls) for (const [name, elements] of Object.entries(scratch)) this.need(name, elements);
  }

  private need(name: string, elements: (shape: BatchShape) => number): void {
    const others = this.needs.get(name) ?? (() => 0);
    this.needs.set(name, (shape) => Math.max(others(shape), elements(shape)));
  }

  /** Makes room for a batch; returns true if buffers were replaced. Buffers of fixed size never are. Errors: DeviceFailure. */
  async fit(shape: BatchShape): Promise<boolean> {
    let grown = false;
    for (const [name, elements] of this.needs) {
      const bytes = 4 * elements(shape);
      const old = this.buffers.get(name);
      if (old && bytes <= old.size) continue;
      const room = bytes > 4 * elements(noBatch) ? this.roomy(bytes) : bytes;
      const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
      this.buffers.set(name, await this.gpu.createBuffer(name, room, usage));
      old?.destroy();
      grown = true;
    }
    return grown;
  }

  private roomy(bytes: number): number {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.gpu.device.limits;
    return Math.max(bytes, Math.min(growth * bytes, maxBufferSize, maxStorageBufferBindingSize));
  }

  buffer(name: string): GPUBuffer {
    const buffer = this.buffers.get(name);
    if (!buffer) throw new Error(`the program has no buffer "${name}"`);
    return buffer;
  }

  close(): void {
    for (const buffer of this.buffers.values()) buffer.destroy();
    this.buffers.clear();
  }
}
