// Installs native TensorFlow for the tests where it is missing, as `safr devices --install tensorflow` does with Python's library: about
// two minutes, once per machine. Needs python3 with pip, a C++ compiler, npm, and the built dist/. `node test/tensorflow/setUp.ts`
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { installNative } from '../../src/client/tensorflow/installNative.ts';
import { UserError } from '../../src/common/userError.ts';
import { home } from './home.ts';

/** An index of Python packages that does not answer must not hold up the tests. */
const timeoutMinutes = 5;

async function install(): Promise<string> {
  const signal = AbortSignal.timeout(60_000 * timeoutMinutes);
  try {
    return await installNative({
      name: '@tensorflow/tfjs-node',
      dist: resolve(import.meta.dirname, '../../dist'),
      signal,
      onStep: (text) => console.log(text),
      onLine: () => undefined,
      ways: ['python'],
      final: home,
    });
  } catch (error) {
    process.exitCode = 1;
    if (signal.aborted) return `TensorFlow is not installed: it took more than ${timeoutMinutes} minutes`;
    if (error instanceof UserError) return `TensorFlow is not installed: ${error.message}. ${error.remedy}`;
    throw error;
  }
}

if (!existsSync(home)) {
  console.log(`Installing native TensorFlow into ${home}, once.`);
  console.log(await install());
}
