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
  detail: 'Roughly 150 to 300 MB to download, 1 GB on disk.',
};
const gpu: Variant = {
  package: '@tensorflow/tfjs-node-gpu',
  label: 'NVIDIA GPU',
  detail:
    'Needs CUDA 11.2 and cuDNN 8.1, or Python’s tensorflow[and-cuda] on Linux. Roughly 0.5 GB to download, 1.5 GB on disk.',
};

const cpuPlatforms = ['linux-x64', 'linux-arm64', 'linux-arm', 'darwin-x64', 'darwin-arm64', 'win32-x64'];
const gpuPlatforms = ['linux-x64', 'win32-x64'];

/** The variants for a platform and architecture, as named by Node. */
export function variantsFor(platform: string, arch: string): Variant[] {
  const here = `${platform}-${arch}`;
  return [...(cpuPlatforms.includes(here) ? [cpu] : []), ...(gpuPlatforms.includes(here) ? [gpu] : [])];
}
