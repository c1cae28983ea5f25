import type { Availability, Device } from '../device.ts';
import { UserError } from '../../common/userError.ts';
import { tunedTiles } from './autotune.ts';
import { findAdapter, type FoundAdapter } from './adapter.ts';
import { WebgpuExecutor } from './executor.ts';
import { Gpu } from './gpu.ts';

/** A device whose executors can also be timed call by call. */
export interface WebgpuDevice extends Device {
  readonly gpu: Gpu;
  load(...args: Parameters<Device['load']>): Promise<WebgpuExecutor>;
}

/** The best GPU of this machine; with `software`, a software adapter on the processor. Errors: UserError if there is none. */
export async function openWebgpuDevice({ software = false } = {}): Promise<WebgpuDevice> {
  const found = await findAdapter({ software });
  if ('reason' in found) throw new UserError(`no GPU to compute on: ${found.reason}`, 'Choose --device wasm.');
  return openFound(found);
}

/** The best GPU, or null if there is none or it cannot be opened. */
export async function openHardware(): Promise<WebgpuDevice | null> {
  const found = await findAdapter();
  return 'reason' in found || found.software ? null : openFound(found).catch(() => null);
}

async function openFound(found: FoundAdapter): Promise<WebgpuDevice> {
  const gpu = await Gpu.open(found);
  return {
    name: 'webgpu',
    description: describe(found),
    memory: { total: Infinity, buffer: largestBuffer(found), workspace: () => 0 },
    gpu,
    load: async (program) => WebgpuExecutor.start(gpu, program, await tunedTiles(gpu)),
    close: async () => gpu.close(),
  };
}

export async function availability(): Promise<Availability> {
  const found = await findAdapter();
  return 'reason' in found
    ? { available: false, reason: found.reason }
    : { available: true, description: describe(found) };
}

const largestBuffer = ({ adapter: { limits } }: FoundAdapter) =>
  Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);

function describe(found: FoundAdapter): string {
  const { name, software, adapter } = found;
  const { limits } = adapter;
  const largest = largestBuffer(found) / 2 ** 20;
  const shared = limits.maxComputeWorkgroupStorageSize / 1024;
  return `${name}${software ? ' (software, on the processor)' : ''}; buffers up to ${Math.floor(largest)} MiB, ${shared} KiB shared memory`;
}
