import type { NativePackage } from '../../engine/tensorflow/nativePackage.ts';

/** A native package for the user to choose. */
export interface Variant {
  readonly package: NativePackage;
  readonly label: string;
  readonly detail: string;
}

const cpu: Variant = {
  package: '@tensorflow/tfjs-node',
  label: 'CPU',
  detail: 'Downloads 150 to 300 MB, takes up to 1.4 GB on disk.',
};
const gpu: Variant = {
  package: '@tensorflow/tfjs-node-gpu',
  label: 'NVIDIA GPU',
  detail: 'Needs CUDA 11.2 or, on Linux, tensorflow[and-cuda]. Downloads up to 0.5 GB.',
};

const cpuPlatforms = ['linux-x64', 'linux-arm64', 'linux-arm', 'darwin-x64', 'darwin-arm64', 'win32-x64'];
const gpuPlatforms = ['linux-x64', 'win32-x64'];

/** The variants for a platform and architecture, as named by Node. */
export function variantsFor(platform: string, arch: string): Variant[] {
  const here = `${platform}-${arch}`;
  return [...(cpuPlatforms.includes(here) ? [cpu] : []), ...(gpuPlatforms.includes(here) ? [gpu] : [])];
}
