import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { cachedMeasurement } from '../../common/measurementCache.ts';
import { builtFile, kernelFile } from './binary.ts';

/** V8 then joins pairs of the kernels' 128-bit operations into 256-bit ones. Every element is computed as before: the bits of results stay. */
export const wideVectorsFlag = '--experimental-wasm-revectorize';
/** The variable that switches it off with the value 0. */
const nativeVariable = 'SAFR_NATIVE';
const selfTestTimeoutMs = 60_000;

let isUsed: Promise<boolean> | undefined;

/**
 * Lets V8 compute with 256-bit vectors in this process, where it can and the self-test passes. Kernels that are compiled afterwards are
 * faster. To be called in processes of our own only: the option is V8's and experimental.
 */
export function useWideVectors(): Promise<boolean> {
  return (isUsed ??= decide());
}

async function decide(): Promise<boolean> {
  const mayBeUsed = process.arch === 'x64' && nodeMajor() >= fastNode && process.env[nativeVariable] !== '0';
  if (!mayBeUsed || !(await isCorrect())) return false;
  setFlagsFromString(wideVectorsFlag);
  return true;
}

/** The first major version of Node whose V8 has the option. */
export const fastNode = 24;

export const nodeMajor = () => Number(process.versions.node.split('.')[0]);

/** Whether the self-test passes with these kernels in this version of V8 on this processor; remembered. False where it does not end. */
async function isCorrect(): Promise<boolean> {
  const kernels = createHash('sha256')
    .update(readFileSync(kernelFile('relaxed')))
    .digest('hex');
  const key = `256-bit vectors of V8 ${process.versions.v8} on ${cpus()[0]?.model}, kernels ${kernels.slice(0, 16)}`;
  try {
    return (await cachedMeasurement(key, ['correct', 'incorrect'], selfTest)) === 'correct';
  } catch {
    return false;
  }
}

/** Verifies the goldens in a process of its own, which may crash. Errors: it did not end. */
async function selfTest(): Promise<'correct' | 'incorrect'> {
  const dist = dirname(dirname(builtFile('worker.js')));
  const goldens = readdirSync(join(dist, 'goldens')).map((name) => join(dist, 'goldens', name));
  const child = spawn(process.execPath, [join(dist, 'host', 'verifyKernels.js'), ...goldens], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: undefined },
    stdio: 'ignore',
    timeout: selfTestTimeoutMs,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (signal === 'SIGKILL') reject(new Error('the self-test of the kernels did not end'));
      else resolve(code === 0 ? 'correct' : 'incorrect');
    });
  });
}
