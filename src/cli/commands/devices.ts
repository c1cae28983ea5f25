import { Command, Option } from 'commander';
import { installNative } from '../../client/tensorflow/installNative.ts';
import { deviceNames } from '../../engine/device.ts';
import { defaultDevice, deviceAvailability } from '../../engine/openDevice.ts';
import { installedFolder, type NativePackage } from '../../engine/tensorflow/nativePackage.ts';
import { distFolder } from '../../engine/builtScript.ts';
import { interruptSignal } from '../interrupt.ts';
import { jsonOption } from '../options.ts';
import { colors } from '../output/colors.ts';
import type { InstalledDevice } from '../output/documents.ts';
import { place } from '../output/place.ts';
import { note, print, printJson } from '../output/print.ts';
import { printable } from '../../common/printable.ts';
import { table } from '../output/table.ts';

/** What can be installed. */
const packages: Readonly<Record<string, NativePackage>> = {
  tensorflow: '@tensorflow/tfjs-node',
  'tensorflow-gpu': '@tensorflow/tfjs-node-gpu',
};

interface DevicesFlags {
  readonly json?: boolean;
  readonly install?: string;
}

export function devicesCommand(): Command {
  return new Command('devices')
    .summary('list the devices of this machine')
    .description('Lists the devices of this machine: what they are, or why they cannot be used.')
    .addOption(
      new Option('--install <name>', "install TensorFlow's native library for the device tensorflow").choices(
        Object.keys(packages),
      ),
    )
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Choose one with "device" in the experiment file, or with --device NAME.
The device tensorflow is slow until TensorFlow's native library is installed.
--install installs it with npm. If that fails on Linux, because the package's
own host cannot be reached or its version does not work, the library is that of
the Python on PATH, or else is downloaded by pip; this needs a C++ compiler.
tensorflow-gpu needs CUDA 11.2 and cuDNN 8.1, or on Linux a Python environment
with tensorflow[and-cuda]. The library is used only if it computes golden files
correctly. It is installed in the cache folder. The variable SAFR_TENSORFLOW
names another folder in which npm has installed @tensorflow/tfjs-node or
@tensorflow/tfjs-node-gpu.

Examples:
  $ safr devices
  $ safr devices --install tensorflow`,
    )
    .action(async ({ install, json = false }: DevicesFlags) => {
      const installed = install === undefined ? undefined : await installPackage(install);
      if (json) printJson('devices', { default: defaultDevice, devices: await deviceAvailability(), installed });
      else if (installed) print(`${installed.verified}; installed in ${place(installed.folder)}`);
      else await printDevices();
    });
}

async function installPackage(install: string): Promise<InstalledDevice> {
  const name = packages[install]!;
  const signal = interruptSignal('stopping; nothing is installed. Ctrl-C again exits immediately.');
  const dist = distFolder();
  const onStep = (text: string) => note(printable(text));
  const verified = await installNative({ name, dist, signal, onStep, onLine: () => undefined });
  return { package: name, folder: installedFolder(), verified };
}

async function printDevices(): Promise<void> {
  const devices = await deviceAvailability();
  const rows = deviceNames.map((name) => {
    const device = devices[name];
    const state = device.available ? colors.green('available') : colors.red('not available');
    const what = device.available ? device.description : device.reason;
    return [name, state, name === defaultDevice ? `${what} (the default)` : what];
  });
  print(...table(rows, 'lll'));
}
