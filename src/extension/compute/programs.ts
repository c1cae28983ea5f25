import { ComputeProcess, type StartOptions } from '../../client/computeProcess.ts';
import type { ElementProgram } from '../../client/sweep/elementProcess.ts';
import { nativeFolderVariable } from '../../engine/tensorflow/nativePackage.ts';
import { installedFolder } from '../tensorflow/installNative.ts';

// The two programs that the extension starts, each of which finds the native TensorFlow that is installed at that time.

/** Errors: as `ComputeProcess.start`. */
export type StartCompute = (options?: StartOptions) => Promise<ComputeProcess>;

/** `program`: the built compute program. */
export function computeStarter(program: string, tensorflowStorage: string): StartCompute {
  return async ({ env, ...options } = {}) =>
    ComputeProcess.start(program, { ...options, env: { ...(await nativeFolder(tensorflowStorage)), ...env } });
}

/** How the built command line is started in this window, without its arguments. */
export type CommandLine = () => Promise<Pick<ElementProgram, 'script' | 'env'>>;

/** `script`: of the command line, run by the Node that VS Code is. */
export function commandLine(script: string, tensorflowStorage: string): CommandLine {
  return async () => {
    const native = await nativeFolder(tensorflowStorage);
    return { script, env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: undefined, ...native } };
  };
}

/** The variable that names the folder of the installed TensorFlow; none if there is none. */
async function nativeFolder(tensorflowStorage: string): Promise<Record<string, string>> {
  const folder = await installedFolder(tensorflowStorage);
  return folder === undefined ? {} : { [nativeFolderVariable]: folder };
}
