import * as tf from '@tensorflow/tfjs-core';
// A value is used, not only the import's side effect: a bundler that trusts the package's list of files with effects would drop it.
import { version_cpu as cpuVersion } from '@tensorflow/tfjs-backend-cpu';
import { findNativePackage } from './nativePackage.ts';

/** The backend that tfjs computes on, for the whole process: native where it can be, else plain JavaScript. */
export type Backend =
  | { readonly name: 'tensorflow'; readonly description: string; readonly isOnGpu: boolean }
  | { readonly name: 'cpu'; readonly description: string; /** Why it is not native. */ readonly reason: string };

/** Variables of TensorFlow and of NVIDIA's libraries, where the user has not set them. */
const nativeVariables: Readonly<Record<string, string>> = {
  TF_CPP_MIN_LOG_LEVEL: '3', // writes nothing on standard error; its errors are thrown as well
  TF_FORCE_GPU_ALLOW_GROWTH: 'true', // by default, the first process takes nearly all memory of the GPU
  NVIDIA_TF32_OVERRIDE: '0', // by default, products are rounded to TF32's 10 bits, beyond the tolerances of the goldens
};

let chosen: Promise<Backend> | undefined;

/** Chooses once per process, because the native package does not change while the process runs. */
export function chooseBackend(): Promise<Backend> {
  chosen ??= choose();
  return chosen;
}

async function choose(): Promise<Backend> {
  tf.env().set('PROD', true); // else the CPU backend prints an advertisement
  const reason = await tryNative();
  if (reason === undefined) return nativeBackend();
  await tf.setBackend('cpu');
  const description = `TensorFlow.js ${cpuVersion}, pure JavaScript, slow (${reason})`;
  return { name: 'cpu', description, reason };
}

/** Undefined where the native backend computes, else the reason why it does not. */
async function tryNative(): Promise<string | undefined> {
  for (const [name, value] of Object.entries(nativeVariables)) process.env[name] ??= value;
  const found = findNativePackage();
  if (!found) return '@tensorflow/tfjs-node: not installed';
  try {
    found.load();
    if (!(await tf.setBackend('tensorflow'))) return `${found.name}: its backend does not start`;
    // It loads on a Node it does not support and fails in its first operation.
    tf.tidy(() => tf.matMul(tf.ones([2, 2]), tf.ones([2, 2])).dataSync());
    return undefined;
  } catch (error) {
    return `${found.name}: ${firstLine(error)}`;
  }
}

/** The library for GPUs silently computes on the CPU if it finds no GPU. */
function nativeBackend(): Backend {
  const { isUsingGpuDevice: isOnGpu = false } = tf.backend() as { isUsingGpuDevice?: boolean };
  const description = `TensorFlow.js ${tf.version_core}, native${isOnGpu ? ', on the GPU' : ''}`;
  return { name: 'tensorflow', description, isOnGpu };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!.trim();
}
