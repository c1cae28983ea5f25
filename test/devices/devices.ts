import type { Device } from '../../src/engine/device.ts';
import { openTensorflowDevice } from '../../src/engine/tensorflow/device.ts';
import { openWasmDevice } from '../../src/engine/wasm/device.ts';
import { findAdapter } from '../../src/engine/webgpu/adapter.ts';
import { openWebgpuDevice } from '../../src/engine/webgpu/device.ts';

export interface OpenDevice {
  /** For test names: the device and, if relevant, how it was opened. */
  readonly label: string;
  readonly device: Device;
}

/** The device that the others are compared with. */
export const openOracle = openTensorflowDevice;

/** Every other device that this machine can open. */
export async function openDevices(): Promise<OpenDevice[]> {
  return [...(await openWasmDevices()), ...(await openWebgpuDevices())];
}

async function openWasmDevices(): Promise<OpenDevice[]> {
  const threadCounts = [1, 2, 4];
  return Promise.all(
    threadCounts.map(async (threads) => ({
      label: `wasm with ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      device: await openWasmDevice({ threads }),
    })),
  );
}

/** The GPU, or SwiftShader instead; an empty list if neither is available, see `noWebgpu`. */
async function openWebgpuDevices(): Promise<OpenDevice[]> {
  if (noWebgpu !== null) return [];
  const device = await openWebgpuDevice();
  return [{ label: `webgpu on ${device.gpu.found.name}`, device }];
}

/** The reason why the webgpu device cannot be tested here, or null. */
export const noWebgpu = await reasonAgainstWebgpu();

async function reasonAgainstWebgpu(): Promise<string | null> {
  const found = await findAdapter();
  return 'reason' in found ? `${found.reason}; tests use the one in Debian's package chromium` : null;
}
