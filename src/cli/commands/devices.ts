import { Command } from 'commander';
import { deviceNames } from '../../engine/device.ts';
import { defaultDevice, deviceAvailability } from '../../engine/openDevice.ts';
import { jsonOption } from '../options.ts';
import { colors } from '../output/colors.ts';
import { print, printJson } from '../output/print.ts';
import { table } from '../output/table.ts';

export function devicesCommand(): Command {
  return new Command('devices')
    .summary('list the devices of this machine')
    .description('Lists the devices of this machine: what they are, or why they cannot be used.')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Choose one with "device" in the experiment file, or with --device NAME.
Where the variable SAFR_TENSORFLOW names a folder in which npm has installed
@tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu, tensorflow computes on that.`,
    )
    .action(printDevices);
}

async function printDevices({ json }: { readonly json?: boolean }): Promise<void> {
  const devices = await deviceAvailability();
  if (json) return printJson(devices);
  const rows = deviceNames.map((name) => {
    const device = devices[name];
    const state = device.available ? colors.green('available') : colors.red('not available');
    const what = device.available ? device.description : device.reason;
    return [name, state, name === defaultDevice ? `${what} (the default)` : what];
  });
  print(...table(rows, 'lll'));
}
