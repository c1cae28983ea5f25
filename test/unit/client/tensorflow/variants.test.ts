import { expect, test } from 'vitest';
import lock from '../../../../package-lock.json' with { type: 'json' };
import { variantsFor } from '../../../../src/client/tensorflow/variants.ts';
import { tensorflowVersion } from '../../../../src/engine/tensorflow/nativePackage.ts';

test('the version is that of the TensorFlow.js that is bundled', () => {
  expect(tensorflowVersion).toBe(lock.packages['node_modules/@tensorflow/tfjs-core'].version);
});

test('each machine is offered what there is for it', () => {
  const offered = (platform: string, arch: string) => variantsFor(platform, arch).map(({ label }) => label);
  expect(offered('linux', 'x64')).toEqual(['CPU', 'NVIDIA GPU']);
  expect(offered('win32', 'x64')).toEqual(['CPU', 'NVIDIA GPU']);
  expect(offered('darwin', 'arm64')).toEqual(['CPU']);
  expect(offered('win32', 'arm64')).toEqual([]);
});
