import { text as readAll } from 'node:stream/consumers';
import { Command } from 'commander';
import { findRun } from '../../core/runs/findRun.ts';
import { openExplainer } from '../../core/workflow/explainer.ts';
import { openDevice } from '../../engine/openDevice.ts';
import {
  deviceOption,
  jsonOption,
  runsDirectory,
  runsOption,
  threadsOption,
  type DeviceFlags,
  type RunsFlags,
} from '../options.ts';
import { explanationView } from '../output/explanationView.ts';
import { note, print, printJson } from '../output/print.ts';

interface ExplainFlags extends DeviceFlags, RunsFlags {
  readonly json?: boolean;
}

export function explainCommand(): Command {
  return new Command('explain')
    .summary('why a text is classified as it is')
    .description(
      'Classifies a text with the model of a run and shows why: how likely each token is kept, the pairs of tokens that ' +
        'attend to each other, and the neurons that the tokens use alone (monosemantic) or share (polysemantic).',
    )
    .argument('<run>', 'its id, the beginning of it, `last`, or its folder')
    .argument('[text...]', 'the text; without it, what comes from standard input')
    .addOption(deviceOption().default('auto'))
    .addOption(threadsOption())
    .addOption(runsOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Examples:
  $ safr explain last "a warm , funny film"
  $ safr explain last < mail.txt
  $ safr explain last --json "you have won" | jq .probabilities`,
    )
    .action(printExplanation);
}

async function printExplanation(run: string, words: readonly string[], flags: ExplainFlags): Promise<void> {
  const directory = await findRun(runsDirectory(flags), run);
  if (words.length === 0 && process.stdin.isTTY) note('Type the text, then Ctrl-D on a line of its own.');
  const text = words.length > 0 ? words.join(' ') : await readAll(process.stdin);
  const { threads } = flags;
  const device = await openDevice(flags.device ?? 'auto', { threads });
  try {
    const explainer = await openExplainer(device, directory);
    const explanation = await explainer.explain(text);
    await explainer.close();
    if (flags.json) printJson(explanation);
    else print(...explanationView(explanation, process.stdout.columns ?? 100));
  } finally {
    await device.close();
  }
}
