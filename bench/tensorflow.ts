import { existsSync } from 'node:fs';
import type { Device } from '../src/engine/device.ts';
import { openDevice } from '../src/engine/openDevice.ts';
import { chooseBackend } from '../src/engine/tensorflow/backend.ts';
import { nativeFolderVariable } from '../src/engine/tensorflow/nativePackage.ts';
import { home } from '../test/tensorflow/home.ts';

/** The device tensorflow on native TensorFlow: that of the tests, else the one that `safr` uses. null where neither is installed. */
export async function openNativeTensorflow(): Promise<Device | null> {
  if (existsSync(home)) process.env[nativeFolderVariable] ??= home;
  const { name } = await chooseBackend();
  return name === 'tensorflow' ? openDevice('tensorflow') : null;
}
