import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { defaultCacheDir } from '../../common/measurementCache.ts';

/** TensorFlow's own library for Node; where both are installed, the first. */
export const nativePackages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;
export type NativePackage = (typeof nativePackages)[number];

/** Of the bundled TensorFlow.js, and therefore of the native package. */
export const tensorflowVersion = '4.22.0';

/** Environment variable: another folder in which one of them is installed. */
export const nativeFolderVariable = 'SAFR_TENSORFLOW';

/** The folder in which the editor and the command line install one of them, for both. */
export const installedFolder = () => join(defaultCacheDir(), `tensorflow-${tensorflowVersion}`);

/** The native package of the folder given by the variable; without it the installed one, else the program's own. Null where there is none. */
export function findNativePackage(): { readonly name: NativePackage; readonly load: () => void } | null {
  const given = process.env[nativeFolderVariable];
  const origins = given ? [inFolder(resolve(given))] : [inFolder(installedFolder()), import.meta.url];
  for (const require of origins.map((origin) => createRequire(origin))) {
    const name = nativePackages.find((each) => isInstalled(require, each));
    if (name) return { name, load: () => loadNativePackage(require, name) };
  }
  return null;
}

/** The file whose packages are those of a folder. */
const inFolder = (folder: string) => join(folder, 'package.json');

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
 * nevertheless, because every copy keeps them in globals of the process. Its binary uses Node-API: it loads in every version of
 * Node and Electron, not only in the Node under which npm installed it.
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
