import type { Availability, Device, DeviceName } from './device.ts';
import { responsive } from './responsive.ts';
import { openWasmDevice } from './wasm/device.ts';

export type DeviceChoice = 'auto' | DeviceName;

/** What `auto` stands for: the device that is fast everywhere. */
export const defaultDevice: DeviceName = 'wasm';

export interface DeviceOptions {
  /** Of the wasm device; without it one a core. */
  readonly threads?: number | undefined;
}

/** Opens a device by name. Those that are not asked for are not even loaded. */
export async function openDevice(choice: DeviceChoice, { threads }: DeviceOptions = {}): Promise<Device> {
  const name = choice === 'auto' ? defaultDevice : choice;
  if (name === 'wasm') return responsive(await openWasmDevice(threads === undefined ? {} : { threads }));
  if (name === 'webgpu') {
    const { openWebgpuDevice } = await import('./webgpu/device.ts');
    return openWebgpuDevice();
  }
  const { openTensorflowDevice } = await import('./tensorflow/device.ts');
  return responsive(await openTensorflowDevice());
}

/** What every device says of itself, or why it cannot be used. */
export async function deviceAvailability(): Promise<Record<DeviceName, Availability>> {
  const tensorflow = await import('./tensorflow/device.ts');
  const webgpu = await import('./webgpu/device.ts');
  return {
    wasm: await wasmAvailability(),
    webgpu: await webgpu.availability(),
    tensorflow: await tensorflow.availability(),
  };
}

async function wasmAvailability(): Promise<Availability> {
  try {
    const device = await openWasmDevice();
    await device.close();
    return { available: true, description: device.description };
  } catch (error) {
    return { available: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
