import { basename } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { UserError } from '../../common/userError.ts';
import { currentFeatures, type FeatureSite, type StoredFeatures } from '../../core/runs/featureFiles.ts';
import { readDetails, readRun } from '../../core/runs/readRun.ts';
import { trainFeatures } from '../../core/workflow/trainFeatures.ts';
import { namedRun } from '../namedRun.ts';
import { computeSettings, runArgument, wholeNumber, withComputeOptions, type ComputeFlags } from '../options.ts';
import { featuresDocument } from '../output/featuresDocument.ts';
import { note, print, printJson } from '../output/print.ts';
import { withProgress } from '../output/progressView.ts';
import { unitLines } from '../output/unitLines.ts';

interface FeaturesFlags extends ComputeFlags {
  readonly site?: FeatureSite;
  readonly layer?: number;
  readonly active: number;
  readonly tokens: number;
  readonly learningRate: number;
  readonly seed: number;
}

export function featuresCommand(): Command {
  return withComputeOptions(
    new Command('features')
      .summary('train a sparse autoencoder on a run, and measure its features like neurons')
      .description(
        'Trains a BatchTopK sparse autoencoder on the activations of a run over its training texts, with 4 times as many features as ' +
          'activations, puts its reconstruction in their place on the test split, and measures its features like neurons. The run keeps ' +
          'it in its folder features. Without --site, shows the autoencoders that the run has.',
      )
      .addArgument(runArgument())
      .addOption(
        new Option('--site <name>', 'whose activations: the masked embeddings, or the neurons of a layer').choices([
          'embedding',
          'ffn',
        ]),
      )
      .addOption(new Option('--layer <n>', 'of --site ffn, from 1 (default: the last)').argParser(wholeNumber(1, 999)))
      .addOption(
        new Option('--active <k>', 'features that fire for a token, on average')
          .argParser(wholeNumber(1, 999999))
          .default(16),
      )
      .addOption(
        new Option('--tokens <n>', 'how many to train on; the training texts are read as often as it takes')
          .argParser(wholeNumber(1, 1e9))
          .default(400_000),
      )
      .addOption(new Option('--learning-rate <x>', 'of Adam').argParser(positiveNumber).default(0.001))
      .addOption(new Option('--seed <n>', 'of the autoencoder').argParser(wholeNumber(0, 0xffffffff)).default(1))
      .addHelpText(
        'after',
        `
The table has the neurons of the run next to the features, if it is evaluated.
Neurons and features set to 0 are compared with as many random ones.

Examples:
  $ safr features last --site embedding
  $ safr features last --site ffn --active 32
  $ safr features last`,
      )
      .action(runFeatures),
  );
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Allowed: a number above 0.');
}

const trainingFlags: readonly string[] = ['layer', 'active', 'tokens', 'learningRate', 'seed'];

async function runFeatures(name: string, flags: FeaturesFlags, command: Command): Promise<void> {
  const { site, layer, active, tokens, learningRate, seed } = flags;
  const directory = await namedRun(flags, name);
  if (site === undefined) {
    const needless = command.options
      .filter((option) => trainingFlags.includes(option.attributeName()))
      .find((option) => command.getOptionValueSource(option.attributeName()) === 'cli');
    if (needless) throw new UserError(`${needless.long} needs --site`, 'Add --site embedding or --site ffn.');
    return showFeatures(directory, flags);
  }
  if (site === 'embedding' && layer !== undefined) {
    throw new UserError('--layer is of --site ffn', 'Leave it out, or train on --site ffn.');
  }
  const stored = await withProgress(flags, (view) =>
    trainFeatures({
      ...{ directory, ...computeSettings(flags) },
      settings: { site, layer: layer === undefined ? undefined : layer - 1, active, tokens, learningRate, seed },
      onTraining: view?.showAutoencoder,
      onEvent: view?.handle,
    }),
  );
  await printFeatures(directory, [stored], flags);
}

async function showFeatures(directory: string, flags: FeaturesFlags): Promise<void> {
  const { stored, unusable } = await currentFeatures(directory);
  for (const { name, problem } of unusable) note(`${name}: ${problem}`);
  if (stored.length === 0 && !flags.json)
    note('the run has no autoencoder yet; `safr features RUN --site ffn` trains one');
  else await printFeatures(directory, stored, flags);
}

async function printFeatures(
  directory: string,
  stored: readonly StoredFeatures[],
  flags: FeaturesFlags,
): Promise<void> {
  if (flags.json)
    return printJson('features', { run: basename(directory), directory, features: stored.map(featuresDocument) });
  const { evaluation } = await readDetails(await readRun(directory));
  print(...unitLines(evaluation, stored));
}
