import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { nativeFolderVariable, type NativePackage } from '../../engine/tensorflow/nativePackage.ts';
import { UserError } from '../../common/userError.ts';
import { ComputeEnded } from '../computeEnded.ts';
import { ComputeProcess } from '../computeProcess.ts';
import { checkVerified } from './checkVerified.ts';

export interface VerifyNative {
  /** SAFR Studio's own folder of that name, which has the compute program and golden files. */
  readonly dist: string;
  readonly name: NativePackage;
  /** Where the package is installed. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Computes the goldens with an installed package in its own process; returns a sentence about the result. Errors: UserError; the signal's reason. */
export async function verifyNative({ dist, name, folder, signal }: VerifyNative): Promise<string> {
  const goldens = join(dist, 'goldens');
  const files = (await readdir(goldens)).filter((file) => file.endsWith('.safetensors')).sort();
  const env = { [nativeFolderVariable]: folder };
  const compute = await ComputeProcess.start(join(dist, 'host', 'compute.js'), { env });
  const end = () => void compute.end();
  signal.addEventListener('abort', end);
  try {
    const params = { goldens: files.map((file) => join(goldens, file)) };
    return checkVerified(name, await compute.request('verifyTensorflow', params, { signal }));
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ComputeEnded)) throw error;
    throw new UserError(`the process that verifies it ended: ${error.reason}`, 'Trainings work without it.');
  } finally {
    signal.removeEventListener('abort', end);
    await compute.end();
  }
}
