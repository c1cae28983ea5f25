import * as tf from '@tensorflow/tfjs-core';
// A value is used, not only the import's side effect: a bundler that trusts the package's list of files with effects would drop it.
import { version_cpu as cpuVersion } from '@tensorflow/tfjs-backend-cpu';

const nativePackage = '@tensorflow/tfjs-node';

/** The backend that tfjs computes on, for the whole process: native where it can be, else plain JavaScript. */
export interface Backend {
  readonly name: 'tensorflow' | 'cpu';
  readonly description: string;
}

let chosen: Promise<Backend> | undefined;

/** Chooses once a process; what it finds of the native package does not change while it runs. */
export function chooseBackend(): Promise<Backend> {
  chosen ??= choose();
  return chosen;
}

async function choose(): Promise<Backend> {
  tf.env().set('PROD', true); // else the CPU backend prints an advertisement
  const reason = await tryNative();
  if (reason === undefined) return { name: 'tensorflow', description: `TensorFlow.js ${tf.version_core}, native` };
  await tf.setBackend('cpu');
  const description = `TensorFlow.js ${cpuVersion}, pure JavaScript, slow (${nativePackage}: ${reason})`;
  return { name: 'cpu', description };
}

/** Undefined where the native backend computes, else the reason why it does not. */
async function tryNative(): Promise<string | undefined> {
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'; // the library's own notices, printed to stderr
  try {
    await import(nativePackage);
    if (!(await tf.setBackend('tensorflow'))) return 'its backend does not start';
    // It loads on a Node it does not support and fails in its first operation.
    tf.tidy(() => tf.matMul(tf.ones([2, 2]), tf.ones([2, 2])).dataSync());
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** One line for people. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return 'not installed';
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
}
