import type { Gpu } from './gpu.ts';

/** Buffers through which values come back, kept for the next read. Several reads may be under way. */
export class Readback {
  private readonly idle: GPUBuffer[] = [];
  private readonly gpu: Gpu;

  constructor(gpu: Gpu) {
    this.gpu = gpu;
  }

  /** A copy of the buffer's first bytes as the work submitted so far leaves them. */
  async read(buffer: GPUBuffer, bytes: number): Promise<ArrayBuffer> {
    const { device } = this.gpu;
    const staging = this.take(bytes);
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, staging, 0, bytes);
    device.queue.submit([encoder.finish()]);
    try {
      await staging.mapAsync(GPUMapMode.READ, 0, bytes);
    } catch (error) {
      await device.queue.onSubmittedWorkDone().catch(() => undefined); // a lost device has been reported by then
      this.gpu.check();
      throw error;
    }
    const values = staging.getMappedRange(0, bytes).slice(0);
    staging.unmap();
    this.idle.push(staging);
    return values;
  }

  private take(bytes: number): GPUBuffer {
    const at = this.idle.findIndex(({ size }) => size >= bytes && size <= 4 * Math.max(bytes, 1024));
    if (at >= 0) return this.idle.splice(at, 1)[0]!;
    const size = Math.ceil(bytes / 1024) * 1024;
    return this.gpu.device.createBuffer({ size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  }

  close(): void {
    for (const buffer of this.idle.splice(0)) buffer.destroy();
  }
}
