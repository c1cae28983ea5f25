import { basename, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { exportBundle } from '../../core/workflow/exportBundle.ts';
import { exportHuggingface } from '../../core/workflow/exportHuggingface.ts';
import { exportOnnx } from '../../core/workflow/exportOnnx.ts';
import { namedRun } from '../namedRun.ts';
import { computeSettings, runArgument, withComputeOptions, type ComputeFlags } from '../options.ts';
import { place } from '../output/place.ts';
import { note, print, printJson } from '../output/print.ts';

const formats = ['bundle', 'onnx', 'huggingface'] as const;

interface ExportFlags extends ComputeFlags {
  readonly format: (typeof formats)[number];
  readonly out?: string;
}

export function exportCommand(): Command {
  return withComputeOptions(
    new Command('export')
      .summary('pack a run into one archive, or write its model for other programs')
      .description(
        'Packs a run into one archive: its report, weights, vocabulary or tokenizer, experiment, environment, metrics and evaluation. The data set ' +
          'is not included, except for the texts that the report explains, nor is the name of this machine. With --format onnx, writes ' +
          'its model as an ONNX file, a classifier from token ids to logits for any runtime; with --format huggingface, writes a fine-tuned encoder as a folder that transformers opens, the mask folded ' +
          'into its embeddings. docs/python.md shows how to use both.',
      )
      .addArgument(runArgument())
      .addOption(new Option('--format <format>', 'what to write').choices(formats).default('bundle'))
      .addOption(
        new Option(
          '--out <path>',
          'the file or folder (default: "<run>.safr.tgz", "<run>.onnx" or "<run>-huggingface")',
        ),
      )
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
      .action(exportRun),
  );
}

async function exportRun(run: string, flags: ExportFlags): Promise<void> {
  const { format, out, json } = flags;
  const directory = await namedRun(flags, run);
  const { ending, label, write } = writers[format];
  const path = resolve(out ?? basename(directory) + ending);
  const whyNoLines = await write(directory, path, flags);
  if (json) return printJson('export', { run: basename(directory), directory, format, path, whyNoLines });
  if (whyNoLines !== null) note(`the report has no explanations: ${whyNoLines}`);
  print(`${label}  ${place(path)}`);
}

interface Writer {
  /** Of the name of the file or folder, after the id of the run. */
  readonly ending: string;
  /** What standard output calls it. */
  readonly label: string;
  /** Returns why the report of a bundle has no explanations; null if it has, and for the other formats. */
  readonly write: (directory: string, path: string, flags: ExportFlags) => Promise<string | null>;
}

const writers: Readonly<Record<(typeof formats)[number], Writer>> = {
  bundle: { ending: '.safr.tgz', label: 'bundle', write: writeBundle },
  onnx: { ending: '.onnx', label: 'onnx', write: (directory, path) => exportOnnx(directory, path).then(() => null) },
  huggingface: {
    ending: '-huggingface',
    label: 'folder',
    write: (directory, path) => exportHuggingface(directory, path).then(() => null),
  },
};

async function writeBundle(directory: string, path: string, flags: ExportFlags): Promise<string | null> {
  const { whyNoLines } = await exportBundle(path, { directory, ...computeSettings(flags) });
  return whyNoLines;
}
