import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { cachedMeasurement } from '../../common/measurementCache.ts';
import { distFolder, exitCodeOf } from '../builtScript.ts';
import { kernelFile } from './binary.ts';

/** V8 then joins pairs of the kernels' 128-bit operations into 256-bit ones. Every element is computed as before: the bits of results stay. */
export const wideVectorsFlag = '--experimental-wasm-revectorize';
/** The variable that switches it off with the value 0. */
const nativeVariable = 'SAFR_NATIVE';

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
  const folder = join(distFolder(), 'goldens');
  const goldens = readdirSync(folder).map((name) => join(folder, name));
  return (await exitCodeOf('verifyKernels.js', goldens)) === 0 ? 'correct' : 'incorrect';
}
