import { Command } from 'commander';
import { measureSteps, type StepMeasurement } from '../../core/model/measureSteps.ts';
import { openDevice } from '../../engine/openDevice.ts';
import { interruptSignal } from '../interrupt.ts';
import { deviceOption, jsonOption, threadsOption, type DeviceFlags } from '../options.ts';
import { colors } from '../output/colors.ts';
import { decimals, grouped } from '../../common/format.ts';
import { note, print, printJson } from '../output/print.ts';
import { table } from '../output/table.ts';

/** Minimum duration of the measurement of each kind of step. */
const minSeconds = 5;

export function benchCommand(): Command {
  return new Command('bench')
    .summary('how fast this machine trains')
    .description(
      "Takes training steps of the paper's SST-2 model (batches of 32, random words) for a few seconds: padded to 128 " +
        'tokens, and ragged with "padding": "none".',
    )
    .addOption(deviceOption().default('auto'))
    .addOption(threadsOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Examples:
  $ safr bench
  $ safr bench --threads 1
  $ safr bench --device tensorflow    pure JavaScript takes minutes per step`,
    )
    .action(runBenchmark);
}

async function runBenchmark({ device: name = 'auto', threads, json }: DeviceFlags & { readonly json?: boolean }) {
  const signal = interruptSignal('stopping after this step. Ctrl-C again exits immediately.');
  const device = await openDevice(name, { threads });
  try {
    if (!json) note(`${device.name}: ${device.description}; at least ${2 * minSeconds} seconds`);
    const results: StepMeasurement[] = [];
    for await (const result of measureSteps(device, minSeconds, signal)) results.push(result);
    if (json) printJson('bench', { device: device.name, description: device.description, results });
    else print(...table(results.map(cells), 'lrrrr', { header: header() }));
  } finally {
    await device.close();
  }
}

const header = () => ['step', 'token rows', 'ms', 'steps/s', 'GFLOP/s'].map((name) => colors.bold(name));

const cells = ({ name, rows, secondsPerStep, gflopPerSecond }: StepMeasurement) => [
  name,
  grouped(rows),
  decimals(1000 * secondsPerStep, 1),
  decimals(1 / secondsPerStep, 2),
  decimals(gflopPerSecond, 1),
];
