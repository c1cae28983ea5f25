import { Command, Option } from 'commander';
import type { NeuronPage, WordOf } from '../../core/evaluation/facts/neuronPage.ts';
import type { StoredFacts } from '../../core/runs/neuronFactsFile.ts';
import { neuronFacts } from '../../core/workflow/neuronFacts.ts';
import { neuronPages } from '../../core/workflow/neuronPages.ts';
import {
  findNeurons,
  neuronSortings,
  neuronSummaries,
  readWordOf,
  type NeuronSorting,
} from '../../core/workflow/neuronSummaries.ts';
import { grouped } from '../../common/format.ts';
import { namedRun } from '../namedRun.ts';
import { parseNeuron } from '../neuronArgument.ts';
import { computeSettings, runArgument, wholeNumber, withComputeOptions, type ComputeFlags } from '../options.ts';
import type { NeuronPageDocument } from '../output/documents.ts';
import { neuronListView, neuronPageView, type ShownUnits } from '../output/neuronPageView.ts';
import { note, print, printJson } from '../output/print.ts';
import { withProgress } from '../output/progressView.ts';

interface NeuronsFlags extends ComputeFlags {
  readonly features?: string;
  readonly search: string;
  readonly sort: NeuronSorting;
  readonly limit: number;
}

export function neuronsCommand(): Command {
  return withComputeOptions(
    new Command('neurons')
      .summary('list the neurons of a run, or show some')
      .description(
        'Lists the neurons of a run with the words that they stand for, or shows everything about some of them: word types, lines from ' +
          'quantiles of their activations, and their effect by class. What is found out is stored in the run.',
      )
      .addArgument(runArgument())
      .argument(
        '[neurons...]',
        'neurons to show: numbers as the list has them, such as 12, or 2:12 in the second layer',
      )
      .addOption(
        new Option('--features <name>', 'the features of an autoencoder in place of the neurons, such as ffn1-k16'),
      )
      .addOption(new Option('--search <text>', 'only neurons that fire for a word with this text').default('', 'all'))
      .addOption(new Option('--sort <order>', 'what comes first').choices(neuronSortings).default('label'))
      .addOption(new Option('--limit <n>', 'neurons to list').argParser(wholeNumber(1, 1_000_000)).default(20))
      .addHelpText(
        'after',
        `
The label of a neuron is its three strongest word types on one half of the test
texts. How well it predicts where the neuron fires is measured on the other
half: the average precision, next to that of a random order.

Examples:
  $ safr neurons last                     labels that predict best first
  $ safr neurons last --search funny --sort purity
  $ safr neurons last 12 40               the pages of two neurons
  $ safr neurons last --features ffn1-k16
  $ safr neurons last --json --limit 1000`,
      )
      .action(printNeurons),
  );
}

async function printNeurons(run: string, numbers: readonly string[], flags: NeuronsFlags): Promise<void> {
  const directory = await namedRun(flags, run);
  const { features = null } = flags;
  const options = { directory, features, ...computeSettings(flags, 'stopping; nothing is stored.') };
  const facts = await withProgress(flags, (view) => neuronFacts({ ...options, onEvent: view?.handle }));
  if (numbers.length === 0) return printList(directory, facts, flags);
  const shape = { layers: facts.layers.length, feedForward: facts.layers[0]!.length };
  const chosen = numbers.map((text) => parseNeuron(text, shape, 'neurons', ''));
  const pages = await neuronPages(facts, chosen, options);
  const wordOf = readWordOf(directory);
  if (flags.json) return printJson('neurons', { features, pages: pages.map((page) => pageDocument(page, wordOf)) });
  const unit = unitOf(features);
  pages.forEach((page, i) =>
    print(...(i ? [''] : []), ...neuronPageView(page, { layers: shape.layers, unit }, wordOf)),
  );
}

function printList(directory: string, facts: StoredFacts, flags: NeuronsFlags): void {
  const { features = null, search, sort, limit, json } = flags;
  const unit = unitOf(features);
  const found = findNeurons(neuronSummaries(facts, readWordOf(directory)), search, sort);
  const shown = found.slice(0, limit);
  if (json) return printJson('neurons', { features, found: found.length, neurons: shown });
  if (found.length === 0) return note(`no ${unit} fires for a word with "${search}"`);
  print(...neuronListView(shown, { layers: facts.layers.length, unit }));
  if (found.length > shown.length) note(`and ${grouped(found.length - shown.length)} more: --limit shows them`);
}

const unitOf = (features: string | null): ShownUnits['unit'] => (features === null ? 'neuron' : 'feature');

/** With words in place of their ids. */
function pageDocument({ facts, ...page }: NeuronPage, wordOf: WordOf): NeuronPageDocument {
  const { label, fires, words, wordLabel, types, histogram, meanByClass } = facts;
  return {
    ...{ layer: page.layer, index: page.index, corpus: label, fires },
    label: wordLabel && { ...wordLabel, words: wordLabel.words.map(wordOf) },
    types: types.map(({ word, share }) => ({ word: wordOf(word), share })),
    strongest: words.map(([word, count]) => ({ word: wordOf(word), count })),
    ...{ histogram, meanByClass, lines: page.lines, effects: page.effects },
  };
}
