import type { Device } from '../../src/engine/device.ts';
import { openTensorflowDevice } from '../../src/engine/tensorflow/device.ts';

export interface OpenDevice {
  /** For test names: the device and, where it matters, how it was opened. */
  readonly label: string;
  readonly device: Device;
}

/** What the others are compared with. */
export const openOracle = openTensorflowDevice;

/** Every other device that this machine can open. */
export async function openDevices(): Promise<OpenDevice[]> {
  return [];
}
