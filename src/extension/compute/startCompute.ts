import { ComputeProcess, type StartOptions } from '../../client/computeProcess.ts';
import { nativeFolderVariable } from '../../engine/tensorflow/nativePackage.ts';
import { installedFolder } from '../tensorflow/installNative.ts';

/** Errors: as `ComputeProcess.start`. */
export type StartCompute = (options?: StartOptions) => Promise<ComputeProcess>;

/** Starts a compute program, which is to find the native TensorFlow that is installed then. */
export function computeStarter(program: string, tensorflowStorage: string): StartCompute {
  return async ({ env, ...options } = {}) => {
    const folder = await installedFolder(tensorflowStorage);
    const native = folder === undefined ? {} : { [nativeFolderVariable]: folder };
    return ComputeProcess.start(program, { ...options, env: { ...native, ...env } });
  };
}
