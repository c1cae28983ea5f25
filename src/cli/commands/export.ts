import { basename, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { findRun } from '../../core/runs/findRun.ts';
import { exportBundle } from '../../core/workflow/exportBundle.ts';
import { openDevice } from '../../engine/openDevice.ts';
import { interruptSignal } from '../interrupt.ts';
import {
  dataOption,
  deviceOption,
  runsDirectory,
  runsOption,
  threadsOption,
  type DeviceFlags,
  type RunsFlags,
} from '../options.ts';
import { place } from '../output/place.ts';
import { note, print } from '../output/print.ts';

interface ExportFlags extends DeviceFlags, RunsFlags {
  readonly out?: string;
  readonly data?: string;
}

export function exportCommand(): Command {
  return new Command('export')
    .summary('pack a run into one archive, for another machine')
    .description(
      'Packs a run into one archive: its report, weights, vocabulary, experiment, environment, metrics and evaluation. The data set ' +
        'is not included, except for the texts that the report explains.',
    )
    .argument('<run>', 'its id, the beginning of it, `last`, or its folder')
    .addOption(new Option('--out <file>', 'the archive (default: "<run>.safr.tgz")'))
    .addOption(dataOption())
    .addOption(deviceOption())
    .addOption(threadsOption())
    .addOption(runsOption())
    .addHelpText(
      'after',
      `
Examples:
  $ safr export last
  $ safr export last --out mails.safr.tgz
  $ safr import mails.safr.tgz     on the other machine`,
    )
    .action(writeBundle);
}

async function writeBundle(run: string, flags: ExportFlags): Promise<void> {
  const { out, data: dataDir, device, threads } = flags;
  const directory = await findRun(runsDirectory(flags), run);
  const signal = interruptSignal('stopping; nothing is written. Ctrl-C again exits immediately.');
  const path = resolve(out ?? `${basename(directory)}.safr.tgz`);
  const { whyNoLines } = await exportBundle(path, { directory, dataDir, device, threads, openDevice, signal });
  if (whyNoLines !== null) note(`the report has no explanations: ${whyNoLines}`);
  print(`bundle  ${place(path)}`);
}
