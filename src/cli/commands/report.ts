import { basename, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { defaultReportLines, defaultReportNeurons, saveReport } from '../../core/workflow/saveReport.ts';
import { namedRun } from '../namedRun.ts';
import { computeSettings, runArgument, wholeNumber, withComputeOptions, type ComputeFlags } from '../options.ts';
import { place } from '../output/place.ts';
import { note, print, printJson } from '../output/print.ts';

interface ReportFlags extends ComputeFlags {
  readonly out?: string;
  readonly lines: number;
  readonly neurons: number;
}

export function reportCommand(): Command {
  return withComputeOptions(
    new Command('report')
      .summary('write an HTML report about a run')
      .description(
        'Writes one self-contained HTML file: results with charts and tables, explanations of the most confident mistakes and the ' +
          'most confident correct predictions of the test split, what neurons stand for, settings, versions and hashes of the data.',
      )
      .addArgument(runArgument())
      .addOption(new Option('--out <file>', 'the file (default: "<run>.html")'))
      .addOption(
        new Option('--lines <n>', 'texts to explain').argParser(wholeNumber(0, 1000)).default(defaultReportLines),
      )
      .addOption(
        new Option('--neurons <n>', 'neurons to show, those whose labels predict best where they fire')
          .argParser(wholeNumber(0, 1000))
          .default(defaultReportNeurons),
      )
      .addHelpText(
        'after',
        `
Examples:
  $ safr report last
  $ safr report last --out mails.html --lines 20`,
      )
      .action(writeReport),
  );
}

async function writeReport(run: string, flags: ReportFlags): Promise<void> {
  const { out, lines, neurons } = flags;
  const directory = await namedRun(flags, run);
  const path = resolve(out ?? `${basename(directory)}.html`);
  const { whyNoLines } = await saveReport(path, { directory, lines, neurons, ...computeSettings(flags) });
  if (flags.json) return printJson('report', { run: basename(directory), directory, file: path, whyNoLines });
  if (whyNoLines !== null) note(`the report has no explanations: ${whyNoLines}`);
  print(`report  ${place(path)}`);
}
