import { constants } from 'node:os';
import { exitCodeOf } from '../builtScript.ts';

/** An adapter as Dawn gives it. */
export interface FoundAdapter {
  readonly adapter: GPUAdapter;
  /** Dawn lives as long as this is held. */
  readonly instance: GPU;
  /** Of a processor, not of a GPU. */
  readonly software: boolean;
  /** Name and driver: what is measured on it is remembered under this. */
  readonly name: string;
}

/** Kernels check their own bounds and write their shared memory before they read it. */
const dawnOptions = [
  'enable-dawn-features=allow_unsafe_apis,disable_robustness,disable_workgroup_init',
  'disable-dawn-features=timestamp_quantization',
];

/**
 * The best adapter: hardware before software, high performance before low power; with `software`, a software adapter. Or the reason why
 * there is none.
 */
export async function findAdapter({ software = false } = {}): Promise<FoundAdapter | { readonly reason: string }> {
  const reason = missingLoader() ?? (await whyNoneOnWindows(software));
  if (reason !== null) return { reason };
  try {
    return (await requestAdapter(software)) ?? { reason: noDriver(software) };
  } catch (error) {
    return { reason: `Dawn does not start: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The best adapter; null where there is none, which Dawn may print to standard error. Errors: Dawn does not start. */
export async function requestAdapter(software: boolean): Promise<FoundAdapter | null> {
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  const instance = create(dawnOptions);
  const adapter = await instance.requestAdapter(
    software ? { forceFallbackAdapter: true } : { powerPreference: 'high-performance' },
  );
  return adapter && { adapter, instance, software: adapter.info.isFallbackAdapter, name: nameOf(adapter.info) };
}

const noDriver = (software: boolean) => `no ${software ? 'software' : 'graphics'} driver offers WebGPU here`;

const nameOf = ({ vendor, device, description }: GPUAdapterInfo) =>
  [device || vendor, description]
    .map((part) => part.trim())
    .filter(Boolean)
    .join(', ');

/** Why Dawn would find no driver on Linux, found before Dawn prints it to standard error. */
function missingLoader(): string | null {
  if (process.platform !== 'linux') return null;
  const library = 'libvulkan.so.1';
  try {
    process.dlopen({ exports: {} }, library, constants.dlopen.RTLD_LAZY);
  } catch (error) {
    // A library that is there is no module of Node's, which it says next.
    const reason = error instanceof Error ? error.message : String(error);
    if (/cannot open shared object/.test(reason)) {
      return `no Vulkan loader (${library}): install the GPU's Vulkan driver, on Debian and Ubuntu with the package libvulkan1`;
    }
  }
  return null;
}

/** Of adapterProbe.ts. */
export const probeExitCodes = { found: 0, none: 3 };

/**
 * Why Dawn finds no adapter on Windows; null where it finds one, or on another system. Where Direct3D does not start, as on servers without
 * graphics, Dawn says so on standard error itself: thus it is first tried in a process without one.
 */
async function whyNoneOnWindows(software: boolean): Promise<string | null> {
  if (process.platform !== 'win32') return null;
  const code = await exitCodeOf('adapterProbe.js', software ? ['software'] : []).catch(() => null);
  if (code === probeExitCodes.found) return null;
  return code === probeExitCodes.none ? noDriver(software) : 'Dawn does not start';
}
