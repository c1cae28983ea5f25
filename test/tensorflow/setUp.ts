// Installs native TensorFlow for the tests where it is missing, as `safr devices --install tensorflow` does with Python's library: about
// two minutes, once per machine. Needs python3 with pip, a C++ compiler, npm, and the built dist/. `node test/tensorflow/setUp.ts`
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { installNative } from '../../src/client/tensorflow/installNative.ts';
import { UserError } from '../../src/common/userError.ts';
import { home } from './home.ts';

if (!existsSync(home)) {
  console.log(`Installing native TensorFlow into ${home}, once.`);
  try {
    const verified = await installNative({
      name: '@tensorflow/tfjs-node',
      dist: resolve(import.meta.dirname, '../../dist'),
      signal: new AbortController().signal,
      onStep: (text) => console.log(text),
      onLine: () => undefined,
      ways: ['python'],
      final: home,
    });
    console.log(verified);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.log(`TensorFlow is not installed: ${error.message}. ${error.remedy}`);
    process.exitCode = 1;
  }
}
