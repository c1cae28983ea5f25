import { basename } from 'node:path';
import { Command } from 'commander';
import { importRun } from '../../core/bundle/importRun.ts';
import { jsonOption, runsDirectory, runsOption, type RunsFlags } from '../options.ts';
import { place } from '../output/place.ts';
import { print, printJson } from '../output/print.ts';

export function importCommand(): Command {
  return new Command('import')
    .summary('unpack an archive into a run')
    .description(
      'Unpacks what `safr export` wrote into a run like any other: `safr runs` lists it, `safr explain` explains with it. The ' +
        'whole archive is checked first; an existing run is not overwritten.',
    )
    .argument('<file>', 'the archive')
    .addOption(runsOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Examples:
  $ safr import mails.safr.tgz
  $ safr explain last "you have won"`,
    )
    .action(readBundle);
}

async function readBundle(file: string, flags: RunsFlags & { readonly json?: boolean }): Promise<void> {
  const directory = await importRun(file, runsDirectory(flags));
  if (flags.json) printJson('import', { run: basename(directory), directory });
  else print(`run  ${place(directory)}`);
}
