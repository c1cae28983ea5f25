import { DeviceFailure } from '../deviceFailure.ts';
import type { FoundAdapter } from './adapter.ts';
import type { Kernel } from './kernel.ts';

const remedies = {
  lost: 'Train with --device wasm, or update the graphics driver and go on with `safr train --resume last`.',
  memory: 'Lower training.batchSize, model.maxLength or the size of the model, or choose --device wasm.',
};

/** An open device of an adapter, its pipelines by their code, and what went wrong on it. */
export class Gpu {
  private readonly pipelines = new Map<string, GPUComputePipeline>();
  private readonly compiling = new Map<string, Promise<GPUComputePipeline>>();
  private readonly layouts = new Map<string, GPUBindGroupLayout>();
  private failure: Error | null = null;
  private closed = false;
  readonly device: GPUDevice;
  readonly found: FoundAdapter;

  private constructor(device: GPUDevice, found: FoundAdapter) {
    this.device = device;
    this.found = found;
    device.addEventListener('uncapturederror', (event) => {
      this.failure ??= errorOf(event.error);
    });
    void device.lost.then(({ reason, message }) => {
      if (!this.closed) this.failure = new DeviceFailure(`the GPU was lost: ${message || reason}`, remedies.lost);
    });
  }

  /** Requests the features and limits that kernels may need, as far as the adapter has them. */
  static async open(found: FoundAdapter): Promise<Gpu> {
    const { adapter } = found;
    const { maxBufferSize, maxStorageBufferBindingSize, maxComputeWorkgroupStorageSize } = adapter.limits;
    const device = await adapter.requestDevice({
      requiredLimits: { maxBufferSize, maxStorageBufferBindingSize, maxComputeWorkgroupStorageSize },
      requiredFeatures: adapter.features.has('timestamp-query') ? ['timestamp-query'] : [],
    });
    return new Gpu(device, found);
  }

  /** Errors: the first that the device met since it was opened. */
  check(): void {
    if (this.failure) throw this.failure;
  }

  /** A buffer of a whole number of quads. Errors: DeviceFailure where a limit or the memory is exceeded. */
  async createBuffer(label: string, bytes: number, usage: number): Promise<GPUBuffer> {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.device.limits;
    const maxBytes = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    const size = Math.max(16, Math.ceil(bytes / 16) * 16);
    if (size > maxBytes) {
      const found = `buffer "${label}" needs ${mebibytes(size)} MiB for this model and batch`;
      throw new DeviceFailure(`${found}, this GPU allows ${mebibytes(maxBytes)} MiB per buffer`, remedies.memory);
    }
    this.device.pushErrorScope('out-of-memory');
    const buffer = this.device.createBuffer({ label, size, usage });
    const error = await this.device.popErrorScope();
    this.check();
    if (!error) return buffer;
    throw new DeviceFailure(`the GPU has no ${mebibytes(size)} MiB left for buffer "${label}"`, remedies.memory);
  }

  /** The kernel's pipeline once it has been compiled. */
  known({ code }: Kernel): GPUComputePipeline | undefined {
    return this.pipelines.get(code);
  }

  async pipeline(kernel: Kernel): Promise<GPUComputePipeline> {
    const compiling = this.compiling.get(kernel.code) ?? this.compile(kernel);
    this.compiling.set(kernel.code, compiling);
    const pipeline = await compiling;
    this.pipelines.set(kernel.code, pipeline);
    return pipeline;
  }

  private compile(kernel: Kernel): Promise<GPUComputePipeline> {
    const { device } = this;
    return device.createComputePipelineAsync({
      label: kernel.name,
      layout: device.createPipelineLayout({ bindGroupLayouts: [this.layout(kernel)] }),
      compute: { module: device.createShaderModule({ label: kernel.name, code: kernel.code }) },
    });
  }

  /** Two uniforms, then the kernel's buffers. */
  layout({ buffers }: Kernel): GPUBindGroupLayout {
    const types = Object.values(buffers).map((use) => (use.startsWith('read') ? 'read-only-storage' : 'storage'));
    const key = types.join();
    const known = this.layouts.get(key);
    if (known) return known;
    const layout = this.device.createBindGroupLayout({
      entries: (['uniform', 'uniform', ...types] as const).map((type, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type },
      })),
    });
    this.layouts.set(key, layout);
    return layout;
  }

  close(): void {
    this.closed = true;
    this.device.destroy();
  }
}

const mebibytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);

function errorOf(error: GPUError): Error {
  if (error instanceof GPUOutOfMemoryError) {
    return new DeviceFailure(`the GPU is out of memory: ${error.message}`, remedies.memory);
  }
  return new Error(`the webgpu device failed: ${error.message}`);
}
