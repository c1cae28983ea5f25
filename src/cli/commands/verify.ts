import { Command } from 'commander';
import { verifyGolden, type Verification } from '../../core/workflow/verifyGolden.ts';
import { openDevice } from '../../engine/openDevice.ts';
import { exitCodes } from '../exitCodes.ts';
import { interruptSignal } from '../interrupt.ts';
import { dataOption, deviceOption, jsonOption, threadsOption, type DeviceFlags } from '../options.ts';
import { print, printJson } from '../output/print.ts';
import { ProgressView } from '../output/progressView.ts';
import { verificationView } from '../output/verificationView.ts';

interface VerifyFlags extends DeviceFlags {
  readonly data?: string;
  readonly json?: boolean;
}

export function verifyCommand(): Command {
  return new Command('verify')
    .summary('compare the results of a device with PyTorch')
    .description(
      'Recomputes golden files and compares: forward pass, losses, gradients and training steps of a file ' +
        '(*.safetensors); predictions, accuracy, SRS and neurons of a trained model on the SST-2 test split (a folder).',
    )
    .argument('<golden...>', 'golden files and folders')
    .addOption(deviceOption().default('auto'))
    .addOption(threadsOption())
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The error of a tensor is ‖a−b‖ / ‖b‖; if one exceeds its tolerance, the exit
code is 1.

Examples:
  $ safr verify goldens/*.safetensors
  $ safr verify goldens/tiny.safetensors --device tensorflow
  $ safr verify goldens/sst2-plain --data ~/archives`,
    )
    .action(runVerification);
}

async function runVerification(paths: readonly string[], flags: VerifyFlags): Promise<void> {
  const signal = interruptSignal('stopping. Ctrl-C again exits immediately.');
  const view = new ProgressView();
  const onEvent = flags.json ? undefined : view.handle;
  const { device: name = 'auto', threads, data: dataDir } = flags;
  const device = await openDevice(name, { threads });
  const results: Verification[] = [];
  try {
    onEvent?.({ kind: 'device', name: device.name, description: device.description });
    for (const path of paths) {
      const result = await verifyGolden(device, path, { openDevice, dataDir, signal, onEvent });
      view.close();
      results.push(result);
      if (!flags.json) print('', ...verificationView(result));
    }
  } finally {
    view.close();
    await device.close();
  }
  const ok = results.every((result) => result.ok);
  if (flags.json) printJson('verify', { device: device.name, description: device.description, ok, results });
  if (!ok) process.exitCode = exitCodes.failure;
}
