import type { Device } from '../../src/engine/device.ts';
import { openTensorflowDevice } from '../../src/engine/tensorflow/device.ts';
import { openWasmDevice } from '../../src/engine/wasm/device.ts';

export interface OpenDevice {
  /** For test names: the device and, where it matters, how it was opened. */
  readonly label: string;
  readonly device: Device;
}

/** What the others are compared with. */
export const openOracle = openTensorflowDevice;

/** Every other device that this machine can open. */
export async function openDevices(): Promise<OpenDevice[]> {
  const threadCounts = [1, 2, 4];
  return Promise.all(
    threadCounts.map(async (threads) => ({
      label: `wasm with ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      device: await openWasmDevice({ threads }),
    })),
  );
}
