import { createWriteStream } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack } from 'tar-stream';

/** The main file of a native package: it registers the backend `tensorflow` on its own copies of TensorFlow.js. */
export const computing = `
  const tf = require(${JSON.stringify(resolve('node_modules/@tensorflow/tfjs-core'))});
  const { MathBackendCPU } = require(${JSON.stringify(resolve('node_modules/@tensorflow/tfjs-backend-cpu'))});
  tf.registerBackend('tensorflow', () => new MathBackendCPU());
  for (const kernel of tf.getKernelsForBackend('cpu')) tf.registerKernel({ ...kernel, backendName: 'tensorflow' });
`;

/** The same, with every hyperbolic tangent 0.1 % too large. */
export const miscomputing = `${computing}
  const { kernelFunc: tanh } = tf.getKernel('Tanh', 'tensorflow');
  tf.unregisterKernel('Tanh', 'tensorflow');
  tf.registerKernel({ kernelName: 'Tanh', backendName: 'tensorflow', kernelFunc: (given) => {
    const result = tanh(given);
    const values = given.backend.data.get(result.dataId).values;
    values.forEach((value, i) => (values[i] = 1.001 * value));
    return result;
  } });
`;

export interface FakePackage {
  readonly main?: string;
  /** The program that npm's install script runs. */
  readonly install?: string;
}

/** Packs a package with the name of TensorFlow's. Returns the path of its tarball, which npm installs without a network. */
export async function packTensorflow(folder: string, { main = computing, install }: FakePackage = {}): Promise<string> {
  const scripts = install === undefined ? {} : { scripts: { install: 'node install.cjs' } };
  const manifest = { name: '@tensorflow/tfjs-node', version: '1.0.0', main: 'main.cjs', ...scripts };
  const tarball = pack();
  tarball.entry({ name: 'package/package.json' }, JSON.stringify(manifest));
  tarball.entry({ name: 'package/main.cjs' }, main);
  tarball.entry({ name: 'package/install.cjs' }, install ?? '');
  tarball.finalize();
  const path = join(folder, 'tensorflow.tgz');
  await pipeline(tarball, createGzip(), createWriteStream(path));
  return path;
}
