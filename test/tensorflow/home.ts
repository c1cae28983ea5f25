import { join } from 'node:path';
import { tensorflowVersion } from '../../src/engine/tensorflow/nativePackage.ts';
import { cacheFolder } from '../cacheFolder.ts';

/** Where setUp.ts installs native TensorFlow for the tests. */
export const home = join(cacheFolder, `tensorflow-${tensorflowVersion}`);
