import { basename, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { findRun } from '../../core/runs/findRun.ts';
import { exportBundle } from '../../core/workflow/exportBundle.ts';
import { exportHuggingface } from '../../core/workflow/exportHuggingface.ts';
import { exportOnnx } from '../../core/workflow/exportOnnx.ts';
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

const formats = ['bundle', 'onnx', 'huggingface'] as const;

interface ExportFlags extends DeviceFlags, RunsFlags {
  readonly format: (typeof formats)[number];
  readonly out?: string;
  readonly data?: string;
}

export function exportCommand(): Command {
  return new Command('export')
    .summary('pack a run into one archive, or write its model for other programs')
    .description(
      'Packs a run into one archive: its report, weights, vocabulary or tokenizer, experiment, environment, metrics and evaluation. The data set ' +
        'is not included, except for the texts that the report explains, nor is the name of this machine. With --format onnx, writes ' +
        'its model as an ONNX file, a classifier from token ids to logits for any runtime; with --format huggingface, writes a fine-tuned encoder as a folder that transformers opens, the mask folded ' +
        'into its embeddings. docs/python.md shows how to use both.',
    )
    .argument('<run>', 'its id, the beginning of it, its name, `last`, or its folder')
    .addOption(new Option('--format <format>', 'what to write').choices(formats).default('bundle'))
    .addOption(
      new Option('--out <path>', 'the file or folder (default: "<run>.safr.tgz", "<run>.onnx" or "<run>-huggingface")'),
    )
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
  $ safr export last --format onnx --out mails.onnx
  $ safr export last --format huggingface --out mails-encoder
  $ safr import mails.safr.tgz     on the other machine`,
    )
    .action(exportRun);
}

async function exportRun(run: string, flags: ExportFlags): Promise<void> {
  const directory = await findRun(runsDirectory(flags), run);
  await writers[flags.format](directory, flags);
}

const writers = { bundle: writeBundle, onnx: writeOnnx, huggingface: writeHuggingface };

async function writeOnnx(directory: string, { out }: ExportFlags): Promise<void> {
  const path = resolve(out ?? `${basename(directory)}.onnx`);
  await exportOnnx(directory, path);
  print(`onnx  ${place(path)}`);
}

async function writeHuggingface(directory: string, { out }: ExportFlags): Promise<void> {
  const path = resolve(out ?? `${basename(directory)}-huggingface`);
  await exportHuggingface(directory, path);
  print(`folder  ${place(path)}`);
}

async function writeBundle(directory: string, { out, data: dataDir, device, threads }: ExportFlags): Promise<void> {
  const signal = interruptSignal('stopping; nothing is written. Ctrl-C again exits immediately.');
  const path = resolve(out ?? `${basename(directory)}.safr.tgz`);
  const { whyNoLines } = await exportBundle(path, { directory, dataDir, device, threads, openDevice, signal });
  if (whyNoLines !== null) note(`the report has no explanations: ${whyNoLines}`);
  print(`bundle  ${place(path)}`);
}
