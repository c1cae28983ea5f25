import { nativeFolderVariable } from '../../engine/tensorflow/nativePackage.ts';
import { installedFolder } from '../tensorflow/installNative.ts';
import type { CommandLine } from './sweeps.ts';

/** The command line of the package, run by the Node that VS Code is, which is to find the native TensorFlow that is installed then. */
export function commandLine(script: string, tensorflowStorage: string): CommandLine {
  return async () => {
    const folder = await installedFolder(tensorflowStorage);
    const native = folder === undefined ? {} : { [nativeFolderVariable]: folder };
    return { script, env: { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: undefined, ...native } };
  };
}
