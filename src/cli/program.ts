import { Command } from 'commander';
import { benchCommand } from './commands/bench.ts';
import { checkCommand } from './commands/check.ts';
import { compareCommand } from './commands/compare.ts';
import { devicesCommand } from './commands/devices.ts';
import { downloadCommand } from './commands/download.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { explainCommand } from './commands/explain.ts';
import { exportCommand } from './commands/export.ts';
import { featuresCommand } from './commands/features.ts';
import { importCommand } from './commands/import.ts';
import { initCommand } from './commands/init.ts';
import { neuronsCommand } from './commands/neurons.ts';
import { reportCommand } from './commands/report.ts';
import { runsCommand } from './commands/runs.ts';
import { sweepCommand } from './commands/sweep.ts';
import { trainCommand } from './commands/train.ts';
import { verifyCommand } from './commands/verify.ts';
import { version } from './version.ts';

const commands = [
  initCommand,
  trainCommand,
  sweepCommand,
  evaluateCommand,
  explainCommand,
  neuronsCommand,
  featuresCommand,
  compareCommand,
  checkCommand,
  reportCommand,
  exportCommand,
  importCommand,
  runsCommand,
  downloadCommand,
  devicesCommand,
  verifyCommand,
  benchCommand,
];

/** The command line. For wrong arguments it throws commander's error, whose text is already printed. */
export function createProgram(): Command {
  const program = new Command('safr')
    .description('Trains, evaluates and explains interpretable text classifiers by SAFR.')
    .version(version)
    .exitOverride()
    .addHelpText('after', help);
  for (const create of commands) program.addCommand(create().copyInheritedSettings(program));
  return program;
}

const help = `
A first tour, on mails that come with the package:
  $ safr init mails.safr.json              an experiment file, with comments
  $ safr train mails.safr.json --evaluate  Ctrl-C stops, --resume continues
  $ safr runs                              what was trained so far
  $ safr explain last "you have won"       why the model decides as it does

\`safr help COMMAND\` has examples of each command. A run is named by its id, the
beginning of it, its name, its folder, or \`last\`: the newest run with weights.
NO_COLOR switches colors off.

Exit codes:
  0    done
  1    something broke, \`verify\` found values beyond tolerance, \`check\`
       something that is not as expected, or elements of \`sweep\` failed
  2    a wrong command line or bad input; the remedy is printed with it
  130  interrupted`;
