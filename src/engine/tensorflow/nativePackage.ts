import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/** TensorFlow's own library for Node; where both are installed, the first. */
export const nativePackages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;
export type NativePackage = (typeof nativePackages)[number];

/** Environment variable: the folder in which one of them was installed; without it, the program's own packages. */
export const nativeFolderVariable = 'SAFR_TENSORFLOW';

/** The native package that is installed; null where none is. */
export function findNativePackage(): { readonly name: NativePackage; readonly load: () => void } | null {
  const folder = process.env[nativeFolderVariable];
  const require = createRequire(folder ? join(resolve(folder), 'package.json') : import.meta.url);
  const name = nativePackages.find((each) => isInstalled(require, each));
  return name ? { name, load: () => loadNativePackage(require, name) } : null;
}

function isInstalled(require: NodeJS.Require, name: NativePackage): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * Registers the backend `tensorflow`. The package brings its own copy of tfjs-core; engine and kernels are shared
 * nevertheless, because every copy keeps them in globals of the process. Its binary uses Node-API and loads in any version of Node
 * or Electron runs this, not only the Node under which npm installed it.
 */
function loadNativePackage(require: NodeJS.Require, name: NativePackage): void {
  restoreUtil(require);
  require(name);
}

/** Version 4.22, the last one so far, calls two functions of `node:util` that Node deprecates and, from 23 on, has no more. */
function restoreUtil(require: NodeJS.Require): void {
  const util = require('node:util') as Record<string, unknown>;
  util['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined;
  util['isArray'] = Array.isArray;
}
