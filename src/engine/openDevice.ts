import type { Availability, Device, DeviceName, Trial } from './device.ts';
import { DeviceFailure } from './deviceFailure.ts';
import { cachedMeasurement } from '../common/measurementCache.ts';
import { responsive } from './responsive.ts';
import { openWasmDevice } from './wasm/device.ts';
import { useWideVectors } from './wasm/wideVectors.ts';

export type DeviceChoice = 'auto' | DeviceName;

/** What `auto` means if no GPU is faster: the device that is fast everywhere. */
export const defaultDevice: DeviceName = 'wasm';

export interface DeviceOptions {
  /** Threads of the wasm device; by default one per core. */
  readonly threads?: number | undefined;
  /** By which `auto` chooses between a GPU and wasm; without it, wasm. */
  readonly trial?: Trial | undefined;
}

/** Opens a device by name. Those that are not asked for are not even loaded. */
export async function openDevice(choice: DeviceChoice, { threads, trial }: DeviceOptions = {}): Promise<Device> {
  switch (choice) {
    case 'auto':
      return openFastest(await openDevice(defaultDevice, { threads }), trial);
    case 'wasm':
      return responsive(await openWasmDevice({ threads, wide: await useWideVectors() }));
    case 'webgpu': {
      const { openWebgpuDevice } = await import('./webgpu/device.ts');
      return openWebgpuDevice();
    }
    case 'tensorflow': {
      const { openTensorflowDevice } = await import('./tensorflow/device.ts');
      return responsive(await openTensorflowDevice());
    }
  }
}

/** A hardware GPU where it is the faster one by the trial, which is remembered; else the device given. */
async function openFastest(usual: Device, trial: Trial | undefined): Promise<Device> {
  if (!trial) return usual;
  const { openHardware } = await import('./webgpu/device.ts');
  const hardware = await openHardware();
  if (!hardware) return usual;
  const key = `device for ${trial.key}: ${hardware.gpu.found.name} or ${usual.description}`;
  const chosen = await cachedMeasurement(key, [hardware.name, usual.name], () => faster(hardware, usual, trial));
  const [winner, loser] = chosen === hardware.name ? [hardware, usual] : [usual, hardware];
  await loser.close();
  return winner;
}

async function faster(gpu: Device, usual: Device, trial: Trial): Promise<DeviceName> {
  try {
    return (await trial.seconds(gpu)) < (await trial.seconds(usual)) ? gpu.name : usual.name;
  } catch (error) {
    if (error instanceof DeviceFailure) return usual.name; // too large for the GPU
    throw error;
  }
}

/** Description of every device, or why it cannot be used. */
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
    const device = await openWasmDevice({ wide: await useWideVectors() });
    await device.close();
    return { available: true, description: device.description };
  } catch (error) {
    return { available: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
