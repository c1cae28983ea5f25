import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { presetNames, type PresetName } from '../../core/experiment/objective.ts';
import { experimentTemplate } from '../../core/experiment/template.ts';
import { fileProblem } from '../../common/fileProblem.ts';
import { UserError } from '../../common/userError.ts';
import { note, print } from '../output/print.ts';

const sources = ['spam-assassin', 'planted', 'sst2', 'imdb', 'files'] as const;

interface InitFlags {
  readonly source: (typeof sources)[number];
  readonly preset: PresetName;
}

export function initCommand(): Command {
  return new Command('init')
    .summary('write an experiment file, every field explained')
    .description('Writes an experiment file with the defaults of the paper and a comment on every field.')
    .argument('[file]', 'file to write; it must not exist', 'experiment.safr.json')
    .addOption(new Option('--source <name>', 'data set').choices(sources).default('spam-assassin'))
    .addOption(new Option('--preset <name>', 'what the loss asks for').choices(presetNames).default('safr'))
    .addHelpText(
      'after',
      `
Data sets:
  spam-assassin  6,046 mails of an npm package; no download
  planted        short reviews from a grammar, truth known; no download
  sst2, imdb     those of the paper; downloaded once (0.8 and 84 MB)
  files          your own TSV, CSV or JSONL files

Examples:
  $ safr init                                   mails, into experiment.safr.json
  $ safr init reviews.safr.json --source files  then name your files in it
  $ safr init sst2-plain.safr.json --source sst2 --preset plain`,
    )
    .action(writeTemplate);
}

async function writeTemplate(file: string, { source, preset }: InitFlags): Promise<void> {
  try {
    await writeFile(file, experimentTemplate(source, preset), { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new UserError(`${file}: already exists`, 'Name another file, or remove this one first.');
    }
    throw fileProblem(file, error, 'written');
  }
  print(file);
  note(source === 'files' ? `Name your files in it, then: safr train ${file}` : `Next: safr train ${file} --evaluate`);
}
